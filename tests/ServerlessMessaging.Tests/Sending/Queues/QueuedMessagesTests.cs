using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>Messages that other applications put onto the public queue.</summary>
public sealed class QueuedMessagesTests : IDisposable
{
    private const string WithoutId = """{"to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""";
    private const string Event = """{"specversion":"1.0","type":"t","source":"/shop","id":"e-1","data":§}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public QueuedMessagesTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendQueued_Request_IsSent(bool encoded)
    {
        await _product.EnqueueAsync(encoded ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Requests.ToUser)) : Requests.ToUser);

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, 1, "m-1", _product.Time.GetUtcNow()), (record.State, record.Attempt, record.MessageId, record.AcceptedAt));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Empty(_product.Copies());
    }

    [Fact]
    public async Task SendQueued_NoId_UsesTheIdOfTheQueueMessage()
    {
        await _product.EnqueueAsync(WithoutId);

        Assert.Equal(MessageState.Sent, _product.Records.Record("queue-message-1")!.State);
    }

    [Fact]
    public async Task SendQueued_CloudEvent_UsesItsIdUnlessTheRequestHasOne()
    {
        await _product.EnqueueAsync(Event.Replace("§", WithoutId, StringComparison.Ordinal));
        await _product.EnqueueAsync(Event.Replace("§", Requests.ToUser, StringComparison.Ordinal));

        Assert.Equal(MessageState.Sent, _product.Records.Record($"event-{DerivedName.Compute("/shop", "e-1")}")!.State);
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendQueued_SameEventTwice_SendsOneMessage()
    {
        await _product.EnqueueAsync(Event.Replace("§", WithoutId, StringComparison.Ordinal));
        await _product.EnqueueAsync(Event.Replace("§", WithoutId, StringComparison.Ordinal));

        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Contains(EventIds.RequestDropped, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("private words", "SM1001", "queue-message-1")]
    [InlineData("[]", "SM1004", "queue-message-1")]
    [InlineData("""{"id":"r-1","words":"private words"}""", "SM1002", "queue-message-1")]
    [InlineData("""{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":""}}""", "SM1100", "r-1")]
    [InlineData("""{"id":"r 1","to":{"userId":"u-1"},"message":{"type":"text","text":"t"}}""", "SM1100", "queue-message-1")]
    public async Task SendQueued_InvalidRequest_IsDeadLetteredAtOnce(string text, string code, string id)
    {
        await _product.EnqueueAsync(text);

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal((id, "messages", code, 0, _product.Time.GetUtcNow()), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts, deadLetter.At));
        Assert.Equal(text, _product.Blobs.Content(ContainerNames.DeadLetters, $"messages/{code}/20261122T120000Z-{id}"));
        Assert.Contains(EventIds.DeadLettered, _product.Log.EventIds);
        Assert.DoesNotContain("private words", deadLetter.Reason + _product.Log.Text, StringComparison.Ordinal);
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendQueued_EventWithoutRequest_IsDeadLetteredUnderTheEventId()
    {
        await _product.EnqueueAsync(Event.Replace("§", "7", StringComparison.Ordinal));

        Assert.Equal($"event-{DerivedName.Compute("/shop", "e-1")}", Assert.Single(await _product.DeadLettersAsync()).Id);
    }

    [Fact]
    public async Task SendQueued_SeveralBrokenRules_ReasonNamesTheFirst()
    {
        await _product.EnqueueAsync("""{"to":{},"message":{"type":"text","text":""}}""");

        Assert.Matches(@"^SM1105 at /to: .+ And 1 more\.$", Assert.Single(await _product.DeadLettersAsync()).Reason);
    }

    [Fact]
    public async Task SendQueued_SecondDelivery_RenewsTheDeadLetter()
    {
        var message = _product.Queues.Message(BinaryData.FromString("{"));
        await _product.Get<QueuedMessages>().HandleAsync(message);
        _product.Time.Advance(TimeSpan.FromSeconds(30));

        await _product.Get<QueuedMessages>().HandleAsync(message);

        Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(2, _product.Log.EventIds.Count(id => id == EventIds.DeadLettered));
    }

    [Fact]
    public async Task SendQueued_Times_AreMeasuredFromInsertion()
    {
        var message = _product.Queues.Message(BinaryData.FromString(Requests.With("\"expiresAt\":\"2026-11-22T12:30:00Z\"")));
        _product.Time.Advance(TimeSpan.FromMinutes(20));

        await _product.Get<QueuedMessages>().HandleAsync(message);

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, message.InsertedOn), (record.State, record.AcceptedAt));
    }

    [Theory]
    [InlineData(24 * 3600, "SM3008")]
    // An attempt needs 4 s.
    [InlineData((24 * 3600) - 3, "SM3008")]
    [InlineData((24 * 3600) - 4, null)]
    public async Task SendQueued_OnTheQueueForADay_IsExpired(int seconds, string? code)
    {
        var message = _product.Queues.Message(BinaryData.FromString(Requests.ToUser));
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));

        await _product.Get<QueuedMessages>().HandleAsync(message);

        Assert.Equal(code is null ? MessageState.Sent : MessageState.Failed, _product.Records.Record("r-1")!.State);
        Assert.Equal(code is null ? [] : [code], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(code is null ? 1 : 0, _product.Genesys.To(ProductFixture.ChannelPath).Count);
    }

    [Fact]
    public async Task SendQueued_SendAt_BecomesADeferredCopy()
    {
        await _product.EnqueueAsync(Requests.With("\"sendAt\":\"2026-11-22T13:00:00Z\""));

        Assert.Equal(MessageState.Scheduled, _product.Records.Record("r-1")!.State);
        Assert.Equal((1, 3600.0), (Assert.Single(_product.Copies()).Envelope.Attempt, _product.Copies()[0].Seconds));
        Assert.Empty(_product.Genesys.Received);
    }

    public void Dispose() => _product.Dispose();
}
