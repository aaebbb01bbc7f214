using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Storage;

public sealed class DeferredQueueTests : IDisposable
{
    private const int Limit = 60_000;
    private readonly ProductFixture _product = new();

    [Fact]
    [Trait("Fault", "F15")]
    public async Task Put_60000Bytes_GoesOntoTheQueue()
    {
        await PutAsync(EnvelopeOf(Limit));

        Assert.Equal(Limit, Assert.Single(_product.Copies()).Text.Length);
        Assert.Empty(_product.Blobs.Names(ContainerNames.Payloads));
    }

    [Fact]
    [Trait("Fault", "F15")]
    public async Task Put_60001Bytes_GoesIntoABlobOfADerivedName()
    {
        var envelope = EnvelopeOf(Limit + 1);

        await PutAsync(envelope);

        Assert.InRange(Assert.Single(_product.Copies()).Text.Length, 1, 500);
        var name = Assert.Single(_product.Blobs.Names(ContainerNames.Payloads));
        Assert.Equal($"messages-deferred/r-1/{Convert.ToHexStringLower(SHA256.HashData(envelope.Payload.Span))}", name);
        Assert.Equal(Encoding.UTF8.GetString(envelope.Payload.Span), _product.Blobs.Content(ContainerNames.Payloads, name));
    }

    [Theory]
    [InlineData(Limit)]
    [InlineData(Limit + 1)]
    public async Task Read_SmallOrLarge_ReturnsWhatWasPut(int size)
    {
        var envelope = EnvelopeOf(size);
        await PutAsync(envelope);

        var read = (await ReadAsync())!;

        Assert.Equal(("r-1", 2, envelope.AcceptedAt, envelope.ExpiresAt, envelope.TraceParent), (read.Id, read.Attempt, read.AcceptedAt, read.ExpiresAt, read.TraceParent));
        Assert.Equal(envelope.Payload.ToArray(), read.Payload.ToArray());
    }

    [Fact]
    public async Task Put_OtherBodyOfTheSameId_KeepsTheFirstBlob()
    {
        var first = EnvelopeOf(Limit + 500);
        await PutAsync(first);

        await PutAsync(EnvelopeOf(Limit + 1) with { Attempt = 3 });

        Assert.Equal(first.Payload.ToArray(), (await ReadAsync())!.Payload.ToArray());
        Assert.Equal(2, _product.Blobs.Names(ContainerNames.Payloads).Count);
    }

    [Fact]
    public async Task Put_SameBodyTwice_WritesOneBlob()
    {
        await PutAsync(EnvelopeOf(Limit + 1));

        await PutAsync(EnvelopeOf(Limit + 1) with { Attempt = 3 });

        Assert.False((await ReadAsync())!.Payload.IsEmpty);
        Assert.False((await ReadAsync())!.Payload.IsEmpty);
        Assert.Single(_product.Blobs.Names(ContainerNames.Payloads));
    }

    [Fact]
    public async Task Read_BlobMissing_ReturnsNoPayload()
    {
        await PutAsync(EnvelopeOf(Limit + 1));
        _product.Blobs.Delete(ContainerNames.Payloads, Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)));

        var read = (await ReadAsync())!;
        Assert.Equal((true, true), (read.IsPayloadMissing, read.Payload.IsEmpty));
    }

    [Fact]
    public async Task Read_BlobIsNotWhatItsNameSays_Throws()
    {
        await PutAsync(EnvelopeOf(Limit + 1));
        await _product.Get<StorageAccount>().WithContainerAsync(
            ContainerNames.Payloads,
            container => container.GetBlobClient(_product.Blobs.Names(ContainerNames.Payloads)[0]).UploadAsync(BinaryData.FromString("other"), overwrite: true, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);

        var text = _product.Queues.Next(QueueNames.MessagesDeferred).Body.ToMemory();
        await Assert.ThrowsAsync<UnreadableRecordException>(() => _product.Get<DeferredQueue>().ReadAsync(text, TestContext.Current.CancellationToken));
        Assert.True(_product.Get<DeferredQueue>().Read(text)!.IsPayloadMissing);
    }

    [Fact]
    public async Task Put_LargeRequest_WritesTheBlobFirst()
    {
        var seen = new List<string>();
        _product.Queues.OnPut = () => seen.AddRange(_product.Blobs.Names(ContainerNames.Payloads));

        await PutAsync(EnvelopeOf(Limit + 1));

        Assert.StartsWith("messages-deferred/r-1/", Assert.Single(seen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secrets")]
    [InlineData("")]
    [InlineData("batch")]
    public async Task Read_InvalidId_ReturnsNull(string id)
    {
        var text = Encoding.UTF8.GetBytes($$"""{"v":1,"content":{"id":"{{id}}","attempt":1,"acceptedAt":"2026-11-22T12:00:00Z","expiresAt":"2026-11-23T12:00:00Z"},"payloadHash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""");

        Assert.Null(await _product.Get<DeferredQueue>().ReadAsync(text, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(0.2, 1)]
    [InlineData(5, 5)]
    [InlineData(5.001, 6)]
    [InlineData(518_400, 518_400)]
    [InlineData(700_000, 604_740)]
    public async Task Put_Delay_IsWholeSecondsWithin7DaysAndNeverExpires(double delay, double visibility)
    {
        await PutAsync(EnvelopeOf(1000), delay);

        var put = Assert.Single(_product.Copies());
        Assert.Equal((visibility, -1), (put.Seconds, put.TimeToLive!.Value.TotalSeconds));
    }

    [Fact]
    public async Task Put_TextAboveTheLimit_Throws()
    {
        var put = () => _product.Get<QueueWriter>().PutAsync("messages-deferred", new byte[Limit + 1], TimeSpan.Zero, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(put);
        Assert.Empty(_product.Copies());
    }

    public void Dispose() => _product.Dispose();

    private DeferredRequest EnvelopeOf(int size)
    {
        var now = _product.Time.GetUtcNow();
        var envelope = new DeferredRequest("r-1", 2, now, now.AddHours(24)) { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
        // Three bytes of the payload are four of the text.
        var (quadruples, rest) = Math.DivRem(size - Envelopes.Deferred.Write(envelope).Length, 4);
        return envelope with { Payload = new byte[3 * quadruples], TraceParent = envelope.TraceParent + new string('0', rest) };
    }

    private Task PutAsync(DeferredRequest envelope, double delay = 0) =>
        _product.Get<DeferredQueue>().PutAsync(envelope, TimeSpan.FromSeconds(delay), TestContext.Current.CancellationToken);

    private Task<DeferredRequest?> ReadAsync() =>
        _product.Get<DeferredQueue>().ReadAsync(_product.Queues.Next(QueueNames.MessagesDeferred).Body.ToMemory(), TestContext.Current.CancellationToken);
}
