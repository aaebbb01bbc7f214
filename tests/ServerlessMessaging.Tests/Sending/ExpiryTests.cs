using System.Diagnostics;
using System.Net;
using System.Text;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>A request that expires soon: no attempt lasts beyond its <c>expiresAt</c>, and none begins shortly before it.</summary>
public sealed class ExpiryTests : IDisposable
{
    private const string Conversation = """{"conversation":{"id":"c-1","channelId":"channel","providerId":"messenger"}}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public ExpiryTests()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HangAsync);
        _product.Genesys.On(ProductFixture.EventsPath, HangAsync);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task Send_ShorterThanAnAttemptBeforeExpiry_IsNotAttempted(string entry, bool isEvent)
    {
        await SendAsync(entry, Request("r-1", 3.9, isEvent));

        Assert.DoesNotContain(_product.Genesys.Received, call => call.Path != ProductFixture.TokenPath);
        Assert.Equal((MessageState.Failed, "SM3008", 0), (Record.State, Record.LastErrorCode, Record.UnknownOutcomes));
        Assert.Equal(["SM3008"], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Empty(_product.Copies());
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task Send_ExpiresDuringAnAttempt_EndsTheAttempt(string entry, bool isEvent)
    {
        var sending = SendAsync(entry, Request("r-1", 5, isEvent));
        await ReceivedAsync(1, isEvent);
        _product.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(sending.IsCompleted);

        _product.Time.Advance(TimeSpan.FromSeconds(0.1));
        await sending;

        // Its response was lost, and there is no time for another attempt.
        Assert.Equal((MessageState.Unknown, 1), (Record.State, Record.UnknownOutcomes));
        Assert.Equal(["SM2204"], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Contains(EventIds.OutcomeUnknown, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendDeferred_ExpiresWithinTheTimeOfAnAttempt_IsNotAttempted()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(Request("r-1", 60, isEvent: false));
        _product.Time.Advance(TimeSpan.FromSeconds(57));

        await _product.DeliverAsync();

        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Equal((MessageState.Failed, "SM3008"), (Record.State, Record.LastErrorCode));
    }

    [Fact]
    public async Task SendBatch_OneEventExpiresSoon_LeavesTheOthersTheirTime()
    {
        var sending = SendAsync("batch", $"{Request("r-1", 5, isEvent: true)},{Request("r-2", 3600, isEvent: true)},{Request("r-3", 3600, isEvent: true)}");
        await ReceivedAsync(1, isEvent: true);
        _product.Genesys.Remove(ProductFixture.EventsPath).On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"},{"id":"m-3"}]""");
        _product.Time.Advance(TimeSpan.FromSeconds(5));
        await sending;

        Assert.Equal([MessageState.Unknown, MessageState.Sent, MessageState.Sent], new[] { "r-1", "r-2", "r-3" }.Select(id => _product.Records.Record(id)!.State));
        Assert.Equal(2, _product.Genesys.To(ProductFixture.EventsPath).Count);
    }

    public static TheoryData<string, bool> Entries() => new MatrixTheoryData<string, bool>(["http", "queue", "batch"], [false, true]);

    public void Dispose() => _product.Dispose();

    private MessageRecord Record => _product.Records.Record("r-1")!;

    private static async Task<HttpResponseMessage> HangAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new UnreachableException();
    }

    private string Request(string id, double seconds, bool isEvent) =>
        $$$"""{"id":"{{{id}}}","to":{{{(isEvent ? Conversation : "{\"userId\":\"u-1\"}")}}},"message":{"type":"text","text":"Hi"},"expiresAt":"{{{_product.Time.GetUtcNow().AddSeconds(seconds):O}}}"}""";

    private Task SendAsync(string entry, string requests)
    {
        var batches = _product.Get<BatchSender>();
        return entry switch
        {
            "http" => _product.PostAsync(requests),
            "queue" => _product.EnqueueAsync(requests),
            _ => batches.SendAsync(Encoding.UTF8.GetBytes($"[{requests}]"), hasIdempotencyKey: false, respondAsync: false, batches.StartBudget()),
        };
    }

    private Task ReceivedAsync(int count, bool isEvent) => Task.Run(async () =>
    {
        while (_product.Genesys.To(isEvent ? ProductFixture.EventsPath : ProductFixture.ChannelPath).Count < count)
        {
            await Task.Yield();
        }
    }, TestContext.Current.CancellationToken);
}
