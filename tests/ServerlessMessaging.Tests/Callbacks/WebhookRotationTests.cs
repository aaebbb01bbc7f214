using Azure;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Secrets change while webhooks come, in the vault first or at Genesys first.</summary>
public sealed class WebhookRotationTests : IDisposable
{
    private const string Name = "genesys-webhook-secret";
    private const string Old = ProductFixture.WebhookSecret;
    private const string New = "unit-test-secret-rotated-9876543210";
    private const string Newer = "unit-test-secret-once-more-555";
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task ReceiveAsync_RotatedInTheVaultFirst_AcceptsBothWithoutAGap()
    {
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        _product.Vault.Set(Name, New);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
        _product.Time.Advance(CacheDuration);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
    }

    [Fact]
    public async Task ReceiveAsync_SecretBeforeThePrevious_IsRefused()
    {
        _product.Vault.Set(Name, New);
        _product.Vault.Set(Name, Newer);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Newer));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(Old));
    }

    [Fact]
    public async Task ReceiveAsync_PreviousVersionDisabled_IsRefusedAfterTheCacheDuration()
    {
        _product.Vault.Set(Name, New);
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        _product.Vault.Disable(Name, Old);
        _product.Time.Advance(CacheDuration);

        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(Old));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
    }

    [Fact]
    public async Task A_disabled_version_in_between_does_not_count()
    {
        _product.Vault.Set(Name, New);
        _product.Vault.Set(Name, Newer);
        _product.Vault.Disable(Name, New);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(New));
    }

    [Fact]
    public async Task Where_the_newest_is_disabled_the_one_before_serves()
    {
        _product.Vault.Set(Name, New);
        _product.Vault.Disable(Name, New);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(New));
    }

    [Fact]
    public async Task ReceiveAsync_AllVersionsDisabled_IsUnavailable()
    {
        _product.Vault.Disable(Name, Old);

        Assert.Equal(ReceiveOutcome.Unavailable, await ReceiveAsync(Old));
        Assert.Empty(_product.Callbacks());
    }

    [Fact]
    public async Task ReceiveAsync_RotatedAtGenesysFirst_IsRefusedUntilTheVaultHasIt()
    {
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(New));
        _product.Vault.Set(Name, New);
        _product.Time.Advance(CacheDuration);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
    }

    [Fact]
    public async Task A_mismatch_reads_the_vault_again_at_once_and_then_not_for_a_while()
    {
        await ReceiveAsync(Old);
        Assert.Equal(1, _product.Vault.Lists);

        for (var time = 0; time < 5; time++)
        {
            await ReceiveAsync(New);
        }

        Assert.Equal(2, _product.Vault.Lists);
        _product.Time.Advance(CacheDuration - TimeSpan.FromTicks(1));
        await ReceiveAsync(New);
        Assert.Equal(2, _product.Vault.Lists);
    }

    [Fact]
    public async Task ReceiveAsync_ForgedForFiveMinutes_ReadsTheVaultTwiceIn30Seconds()
    {
        for (var second = 0; second < 300; second++)
        {
            await ReceiveAsync("somebody else's");
            _product.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // In each 30 s one read because the values are old, and one because they did not fit.
        Assert.InRange(_product.Vault.Lists, 10, 21);
    }

    [Fact]
    public async Task ReceiveAsync_MismatchesAtOnce_ShareOneReadOfTheVault()
    {
        await ReceiveAsync(Old);
        var gate = new TaskCompletionSource();
        _product.Vault.Gate = gate.Task;
        _product.Vault.Set(Name, New);

        Task<ReceiveOutcome>[] receiving = [.. Enumerable.Range(0, 20).Select(_ => ReceiveAsync(New))];
        Assert.Equal(2, _product.Vault.Lists);
        gate.SetResult();

        Assert.All(await Task.WhenAll(receiving), outcome => Assert.Equal(ReceiveOutcome.Accepted, outcome));
        Assert.Equal(2, _product.Vault.Lists);
    }

    [Fact]
    public async Task ReceiveAsync_MismatchAndVaultUnavailable_IsUnavailable()
    {
        await ReceiveAsync(Old);
        _product.Vault.Fault = new RequestFailedException(503, "no");

        Assert.Equal(ReceiveOutcome.Unavailable, await ReceiveAsync(New));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Old));
    }

    [Fact]
    public async Task ReceiveAsync_SeveralSecretNamesOneMissing_AcceptsTheOthers()
    {
        using var product = new ProductFixture(("Webhook:SecretNames:0", "absent"), ("Webhook:SecretNames:1", "second"), ("Webhook:SecretNames:2", "third"));
        product.Vault.Set("second", New);
        product.Vault.Set("third", Newer);

        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", New)));
        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", Newer)));
        // The missing one may be the one that fits.
        Assert.Equal(ReceiveOutcome.Unavailable, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", Old)));
    }

    public void Dispose() => _product.Dispose();

    private Task<ReceiveOutcome> ReceiveAsync(string secret) => _product.ReceiveAsync("{}", CallbackSteps.Sign("{}", secret));
}
