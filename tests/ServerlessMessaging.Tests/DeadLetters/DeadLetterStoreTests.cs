using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.DeadLetters;

public sealed class DeadLetterStoreTests : IDisposable
{
    private const string Name = "messages/SM2004/20261122T120000Z-r-1";
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task A_letter_is_read_as_it_was_written()
    {
        var letter = Letter();

        await WriteAsync(letter, "what was to be done");

        Assert.Equal(letter, Assert.Single(await _product.LettersAsync()));
        Assert.Equal("what was to be done", (await ReadAsync())!.ToString());
        Assert.Single(_product.Log.EventIds, EventIds.DeadLettered);
    }

    [Fact]
    public async Task Write_SameNameAndContent_RenewsTheMessage()
    {
        await WriteAsync(Letter(), "first");
        var listed = Assert.Single(await StoredAsync());

        await WriteAsync(Letter() with { Reason = "another", Attempts = 7 }, "first");

        var renewed = Assert.Single(await StoredAsync());
        Assert.NotEqual(listed.Version, renewed.Version);
        Assert.Equal(Letter() with { Reason = "another", Attempts = 7 }, renewed.Letter);
        Assert.Equal([EventIds.DeadLettered, EventIds.DeadLettered], _product.Log.EventIds);
    }

    [Fact]
    public async Task Delete_RenewedSinceItWasListed_KeepsTheMessage()
    {
        await WriteAsync(Letter(), "first");
        var listed = Assert.Single(await StoredAsync());
        await WriteAsync(Letter(), "first");

        await _product.Get<DeadLetterStore>().DeleteAsync(listed, TestContext.Current.CancellationToken);

        var kept = Assert.Single(await StoredAsync());
        await _product.Get<DeadLetterStore>().DeleteAsync(kept, TestContext.Current.CancellationToken);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Another_body_of_the_same_name_is_another_letter()
    {
        await WriteAsync(Letter(), "first");

        await WriteAsync(Letter(), "second");
        await WriteAsync(Letter(), "second");

        Assert.Equal(["first", "second"], _product.Blobs.Names(ContainerNames.DeadLetters).Select(name => _product.Blobs.Content(ContainerNames.DeadLetters, name)).Order());
    }

    [Fact]
    public async Task A_letter_without_a_body_is_one()
    {
        await WriteAsync(Letter(), string.Empty);

        Assert.Single(await _product.LettersAsync());
        Assert.Equal(string.Empty, (await ReadAsync())!.ToString());
    }

    [Fact]
    public async Task What_is_gone_has_no_body() => Assert.Null(await ReadAsync());

    public void Dispose() => _product.Dispose();

    private DeadLetter Letter() => new("r-1", "messages", "SM2004", "Genesys does not know the channel: Grüße", _product.Time.GetUtcNow(), 3);

    private Task WriteAsync(DeadLetter letter, string body) =>
        _product.Get<DeadLetterStore>().WriteAsync(letter, _product.Time.GetUtcNow(), BinaryData.FromString(body).ToMemory(), TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<StoredDeadLetter>> StoredAsync() =>
        (await _product.Get<DeadLetterStore>().ListAsync(null, 10, null, TestContext.Current.CancellationToken)).Letters;

    private Task<BinaryData?> ReadAsync() => _product.Get<DeadLetterStore>().ReadBodyAsync(Name, TestContext.Current.CancellationToken);
}
