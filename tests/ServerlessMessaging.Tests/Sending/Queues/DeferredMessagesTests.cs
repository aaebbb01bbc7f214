using System.Net;
using System.Text;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>Deferred copies: large ones, and those that cannot be sent.</summary>
public sealed class DeferredMessagesTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData("")]
    [InlineData("private words")]
    [InlineData("""{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"Hi"}}""")]
    [InlineData("""{"v":2,"content":{"id":"r-1","attempt":1,"acceptedAt":"2026-11-22T12:00:00Z","expiresAt":"2026-11-23T12:00:00Z"},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"id":null,"attempt":1,"acceptedAt":"2026-11-22T12:00:00Z","expiresAt":"2026-11-23T12:00:00Z"},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"id":"../x","attempt":1,"acceptedAt":"2026-11-22T12:00:00Z","expiresAt":"2026-11-23T12:00:00Z"},"payloadHash":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}""")]
    public async Task SendDeferred_NotAnEnvelope_IsDeadLetteredAtOnce(string text)
    {
        await _product.Get<DeferredMessages>().HandleAsync(_product.Queues.Message(BinaryData.FromString(text)));

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("queue-message-1", "messages-deferred", "SM4005", 0), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal(text, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendDeferred_LargeRequest_IsReadFromItsBlob()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.Large);
        Assert.StartsWith("messages-deferred/r-1/", Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)), StringComparison.Ordinal);
        Assert.InRange(Assert.Single(_product.Copies()).Text.Length, 1, 500);

        await _product.DeliverAsync();

        Assert.Equal((MessageState.Sent, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
        Assert.Equal(_product.Genesys.To(ProductFixture.ChannelPath)[0].Body, _product.Genesys.To(ProductFixture.ChannelPath)[1].Body);
    }

    [Fact]
    public async Task SendDeferred_BlobMissing_FailsAndIsDeadLettered()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(Requests.Large);
        _product.Blobs.Delete(ContainerNames.Payloads, Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)));

        await _product.DeliverAsync();

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", "messages-deferred", "SM4007", 2), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal((MessageState.Failed, "SM4007"), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Failures![^1].Code));
    }

    [Fact]
    public async Task SendDeferred_AnotherLargeRequestOfItsId_KeepsItsBlob()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.Large);
        _product.Records.Fault = StorageResponses.Busy;
        await _product.EnqueueAsync(Requests.LargeWith('ß'));
        _product.Records.Fault = null;

        await _product.DeliverAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendDeferred_RequestNoLongerValid_FailsAndIsDeadLettered()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        var envelope = _product.Copies()[0].Envelope;
        _product.Queues.Next(QueueNames.MessagesDeferred);

        await _product.DeliverAsync(envelope with { Payload = Encoding.UTF8.GetBytes("""{"to":{"userId":"u-1"},"message":{"type":"text","text":""}}""") });

        Assert.Equal(["r-1 SM1100 1"], (await _product.DeadLettersAsync()).Select(deadLetter => $"{deadLetter.Id} {deadLetter.Code} {deadLetter.Attempts}"));
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendDeferred_TimesPassedMeanwhile_IsSent()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.With("\"sendAt\":\"2026-11-25T12:00:00Z\",\"expiresAt\":\"2026-12-02T12:00:00Z\""));
        _product.Time.Advance(TimeSpan.FromDays(5));

        await _product.DeliverAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Theory]
    [InlineData(MessageState.Sent, 2)]
    [InlineData(MessageState.Delivered, 2)]
    [InlineData(MessageState.Cancelled, 2)]
    [InlineData(MessageState.Unknown, 2)]
    [InlineData(MessageState.Deferred, 3)]
    public async Task SendDeferred_BlobMissingAndNothingToDo_IsDropped(MessageState state, int attempt)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(Requests.Large);
        _product.Blobs.Delete(ContainerNames.Payloads, Assert.Single(_product.Blobs.Names(ContainerNames.Payloads)));
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state, Attempt = attempt });
        var version = _product.Records.Version("r-1");

        await _product.DeliverAsync();

        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Equal(version, _product.Records.Version("r-1"));
    }

    [Fact]
    public async Task SendDeferred_WhileItRuns_TheInvocationIsCounted()
    {
        var counts = new List<int>();
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            counts.Add(_product.Get<RunningInvocations>().Count);
            return Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.InternalServerError, "{}"));
        });
        await _product.EnqueueAsync(Requests.ToUser);

        await _product.DeliverAsync();

        Assert.Equal([1, 1], counts);
        Assert.Equal(0, _product.Get<RunningInvocations>().Count);
    }

    public void Dispose() => _product.Dispose();
}
