using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.DeadLetters;

public sealed class DeadLetterStoreTests : IDisposable
{
    private const string Name = "messages/SM2004/20261122T120000Z-r-1";
    private static readonly string[] Names = ["messages-deferred/SM2004/20261122T120000Z-r-2", Name, "messages/SM4006/20261122T120000Z-r-3"];
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task Write_NewMessage_IsReadAsItWasWritten()
    {
        var deadLetter = NewDeadLetter();

        await WriteAsync(deadLetter, "what was to be done");

        Assert.Equal(deadLetter, Assert.Single(await _product.DeadLettersAsync()));
        Assert.Equal("what was to be done", (await ReadAsync())!.ToString());
        Assert.Single(_product.Log.EventIds, EventIds.DeadLettered);
    }

    [Fact]
    public async Task Write_NewMessage_NameHoldsQueueCodeTimeOfAcceptanceAndId()
    {
        var acceptedAt = new DateTimeOffset(2026, 11, 22, 14, 0, 3, 999, TimeSpan.FromHours(2));

        await _product.Get<DeadLetterStore>().WriteAsync(NewDeadLetter() with { Id = "invoice-1001" }, acceptedAt, default, TestContext.Current.CancellationToken);

        Assert.Equal("messages/SM2004/20261122T120003Z-invoice-1001", Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters)));
    }

    [Theory]
    [InlineData(null, null, 0, 1, 2)]
    [InlineData(null, "SM2004", 0, 1, 2)]
    [InlineData("messages", null, 1, 2)]
    [InlineData("messages", "SM2004", 1)]
    public async Task List_QueueAndCode_NarrowTheNames(string? queue, string? code, params int[] listed)
    {
        await WriteAsync(NewDeadLetter(), "first");
        await WriteAsync(NewDeadLetter() with { Id = "r-2", Queue = "messages-deferred" }, "second");
        await WriteAsync(NewDeadLetter() with { Id = "r-3", Code = "SM4006" }, "third");

        var (deadLetters, _) = await _product.Get<DeadLetterStore>().ListAsync(queue, code, 10, null, TestContext.Current.CancellationToken);

        Assert.Equal(listed.Select(index => Names[index]), deadLetters.Select(deadLetter => deadLetter.Name));
    }

    [Fact]
    public async Task Write_SameNameAndContent_RenewsTheMessage()
    {
        await WriteAsync(NewDeadLetter(), "first");
        var listed = Assert.Single(await StoredAsync());

        await WriteAsync(NewDeadLetter() with { Reason = "another", Attempts = 7 }, "first");

        var renewed = Assert.Single(await StoredAsync());
        Assert.NotEqual(listed.Version, renewed.Version);
        Assert.Equal(NewDeadLetter() with { Reason = "another", Attempts = 7 }, renewed.DeadLetter);
        Assert.Equal([EventIds.DeadLettered, EventIds.DeadLettered], _product.Log.EventIds);
    }

    [Fact]
    public async Task Delete_RenewedSinceItWasListed_KeepsTheMessage()
    {
        await WriteAsync(NewDeadLetter(), "first");
        var listed = Assert.Single(await StoredAsync());
        await WriteAsync(NewDeadLetter(), "first");

        await _product.Get<DeadLetterStore>().DeleteAsync(listed, TestContext.Current.CancellationToken);

        var kept = Assert.Single(await StoredAsync());
        await _product.Get<DeadLetterStore>().DeleteAsync(kept, TestContext.Current.CancellationToken);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public async Task Write_SameNameAndAnotherBody_KeepsBoth()
    {
        await WriteAsync(NewDeadLetter(), "first");

        await WriteAsync(NewDeadLetter(), "second");
        await WriteAsync(NewDeadLetter(), "second");

        Assert.Equal(["first", "second"], _product.Blobs.Names(ContainerNames.DeadLetters).Select(name => _product.Blobs.Content(ContainerNames.DeadLetters, name)).Order());
    }

    [Fact]
    public async Task Write_EmptyBody_IsKept()
    {
        await WriteAsync(NewDeadLetter(), string.Empty);

        Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(string.Empty, (await ReadAsync())!.ToString());
    }

    [Fact]
    public async Task ReadBody_MessageIsGone_ReturnsNull() => Assert.Null(await ReadAsync());

    public void Dispose() => _product.Dispose();

    private DeadLetter NewDeadLetter() => new("r-1", "messages", "SM2004", "Genesys does not know the channel: Grüße", _product.Time.GetUtcNow(), 3);

    private Task WriteAsync(DeadLetter deadLetter, string body) =>
        _product.Get<DeadLetterStore>().WriteAsync(deadLetter, _product.Time.GetUtcNow(), BinaryData.FromString(body).ToMemory(), TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<StoredDeadLetter>> StoredAsync() =>
        (await _product.Get<DeadLetterStore>().ListAsync(null, null, 10, null, TestContext.Current.CancellationToken)).Items;

    private Task<BinaryData?> ReadAsync() => _product.Get<DeadLetterStore>().ReadBodyAsync(Name, TestContext.Current.CancellationToken);
}
