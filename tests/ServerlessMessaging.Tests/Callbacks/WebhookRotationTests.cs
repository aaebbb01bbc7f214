using Azure;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Rotation of the webhook secret, in the vault first or at Genesys first.</summary>
public sealed class WebhookRotationTests : IDisposable
{
    private const string Name = "genesys-webhook-secret";
    private const string Old = ProductFixture.WebhookSecret;
    private const string New = "unit-test-secret-rotated-9876543210";
    private const string Newest = "unit-test-secret-once-more-555";
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);
    private readonly ProductFixture _product = new();

    [Fact]
    [Trait("Fault", "F11")]
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
    [Trait("Fault", "F11")]
    public async Task ReceiveAsync_SecretBeforeThePrevious_IsRefused()
    {
        _product.Vault.Set(Name, New);
        _product.Vault.Set(Name, Newest);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(Newest));
        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(Old));
    }

    [Fact]
    [Trait("Fault", "F11")]
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
    public async Task ReceiveAsync_AllVersionsDisabled_IsUnavailable()
    {
        _product.Vault.Disable(Name, Old);

        Assert.Equal(ReceiveOutcome.Unavailable, await ReceiveAsync(Old));
        Assert.Empty(_product.Callbacks());
    }

    [Fact]
    [Trait("Fault", "F11")]
    public async Task ReceiveAsync_RotatedAtGenesysFirst_IsRefusedUntilTheVaultHasIt()
    {
        Assert.Equal(ReceiveOutcome.Refused, await ReceiveAsync(New));
        _product.Vault.Set(Name, New);
        _product.Time.Advance(CacheDuration);

        Assert.Equal(ReceiveOutcome.Accepted, await ReceiveAsync(New));
    }

    [Fact]
    public async Task ReceiveAsync_ForgedForFiveMinutes_ReadsTheVaultTwiceIn30Seconds()
    {
        for (var second = 0; second < 300; second++)
        {
            await ReceiveAsync("forged-secret");
            _product.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // In each 30 s one read because the values are old, and one because of the mismatch.
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
        product.Vault.Set("third", Newest);

        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", New)));
        Assert.Equal(ReceiveOutcome.Accepted, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", Newest)));
        // The missing one may be the right one.
        Assert.Equal(ReceiveOutcome.Unavailable, await product.ReceiveAsync("{}", CallbackSteps.Sign("{}", Old)));
    }

    public void Dispose() => _product.Dispose();

    private Task<ReceiveOutcome> ReceiveAsync(string secret) => _product.ReceiveAsync("{}", CallbackSteps.Sign("{}", secret));
}
