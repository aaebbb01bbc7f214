using ServerlessMessaging.Callbacks.Seen;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks.Seen;

/// <summary>One owner at a time.</summary>
public sealed class SeenCallbacksTests : IDisposable
{
    private readonly ProductFixture _product = new();

    private SeenCallbacks Seen => _product.Get<SeenCallbacks>();

    [Fact]
    public async Task Of_a_hundred_at_once_one_owns_it()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Seen.TakeAsync("name", 0))));

        Assert.Single(claims, claim => claim.Verdict == SeenVerdict.Claimed);
        Assert.All(claims, claim => Assert.Equal(TimeSpan.FromMinutes(1), claim.LeaseLeft));
    }

    [Fact]
    public async Task One_follows_an_owner_that_died()
    {
        await Seen.TakeAsync("name", 0);
        _product.Time.Advance(TimeSpan.FromMinutes(1));

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Seen.TakeAsync("name", 0))));

        Assert.Single(claims, claim => claim.Verdict == SeenVerdict.Claimed);
    }

    [Theory]
    [InlineData(SeenState.Waiting, 2, 2, true)]
    [InlineData(SeenState.Waiting, 2, 3, true)]
    [InlineData(SeenState.Waiting, 2, 1, false)]
    [InlineData(SeenState.Done, 0, 0, false)]
    [InlineData(SeenState.Done, 0, 5, false)]
    [InlineData(SeenState.Failed, 6, 6, false)]
    [InlineData(SeenState.Failed, 6, 7, false)]
    public async Task The_record_tells_which_copy_counts(SeenState state, int attempt, int copy, bool isClaimed)
    {
        await Seen.CloseAsync(await Seen.TakeAsync("name", 0), state, attempt, null);

        Assert.Equal(isClaimed ? SeenVerdict.Claimed : SeenVerdict.Over, (await Seen.TakeAsync("name", copy)).Verdict);
    }

    [Fact]
    public async Task A_record_that_another_hand_wrote_is_told()
    {
        _product.Blobs.Put(ContainerNames.CallbacksSeen, "name", "by hand");

        await Assert.ThrowsAsync<UnreadableBlobException>(() => Seen.TakeAsync("name", 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_that_reopen_it_one_does(bool isKnown)
    {
        if (isKnown)
        {
            await Seen.CloseAsync(await Seen.TakeAsync("name", 0), SeenState.Failed, 0, null);
        }

        var stored = await Seen.FindAsync("name", TestContext.Current.CancellationToken);

        Assert.Equal(isKnown, stored is not null);
        Assert.True(await Seen.ReopenAsync("name", stored, TestContext.Current.CancellationToken));
        Assert.False(await Seen.ReopenAsync("name", stored, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _product.Dispose();
}
