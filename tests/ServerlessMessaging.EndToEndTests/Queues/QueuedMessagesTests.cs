using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Queues;

/// <summary>Requests that other applications put on the queue messages.</summary>
public sealed class QueuedMessagesTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendQueuedMessage_Json_IsSent()
    {
        await _system.Storage.EnqueueAsync(SendRequests.WithId("dropped"));

        var record = await _system.RecordAsync("dropped", "sent");

        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Equal(1, record.Json.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task SendQueuedMessage_Base64_IsSent()
    {
        await _system.Storage.EnqueueEncodedAsync(SendRequests.WithId("encoded"));

        await _system.RecordAsync("encoded", "sent");
    }

    [Fact]
    public async Task SendQueuedMessage_RequestWithoutId_GetsTheIdOfItsQueueMessage()
    {
        var messageId = await _system.Storage.EnqueueAsync(SendRequests.Text);

        await _system.RecordAsync($"queue-{messageId}", "sent");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendQueuedMessage_CloudEventTwice_SendsItsDataOnce(bool encoded)
    {
        var text = $$"""{"specversion":"1.0","id":"e-1","source":"/orders","type":"order.paid","data":{{SendRequests.Text}}}""";
        await (encoded ? _system.Storage.EnqueueEncodedAsync(text) : _system.Storage.EnqueueAsync(text));
        await _system.Log.WaitAsync(EventIds.MessageSent);

        await _system.Storage.EnqueueAsync(text);
        await _system.Log.WaitAsync(EventIds.RequestDropped);

        Assert.Single(await _system.Control.MessagesAsync());
        Assert.StartsWith("event-", Assert.Single(await _system.Records.IdsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is no JSON", "SM1001")]
    [InlineData("[]", "SM1004")]
    [InlineData("""{"to":{},"message":{"type":"text","text":"x"}}""", "SM1100")]
    [InlineData("""{"specversion":"0.3","id":"a","source":"b","data":{}}""", "SM1004")]
    [InlineData("bm8ganNvbiBpbnNpZGU=", "SM1001")]
    public async Task SendQueuedMessage_NoRequest_IsADeadLetterAtTheFirstDelivery(string text, string code)
    {
        var messageId = await _system.Storage.EnqueueAsync(text);

        await _system.Log.WaitAsync(EventIds.DeadLettered);
        var deadLetter = Assert.Single(await _system.DeadLettersAsync());

        Assert.Equal(code, deadLetter.GetProperty("code").GetString());
        Assert.Equal(("messages", 0), (deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.NotEmpty(deadLetter.GetProperty("reason").GetString()!);
        Assert.True(deadLetter.GetProperty("id").GetString() == $"queue-{messageId}" || text.Contains("specversion", StringComparison.Ordinal));
        Assert.Empty(await _system.Control.PostsAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_RefusedByGenesys_IsADeadLetterWithTheCode()
    {
        await _system.Storage.EnqueueAsync("""{"id":"unknown","to":{"email":"unknown@example.com"},"message":{"type":"text","text":"x"}}""");

        await _system.RecordAsync("unknown", "failed");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync("?id=unknown"));
        Assert.Equal(("SM2001", 1), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task SendQueuedMessage_LargestText_IsDeferredThroughABlob()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503, times = 3 });
        await _system.Storage.EnqueueAsync(LargeRequests.Carousel("large-raw", 'é', 940, bytes: 60_000));

        await _system.RecordAsync("large-raw", "sent");

        Assert.StartsWith("messages-deferred/large-raw/", Assert.Single(await _system.Storage.BlobsAsync("payloads")), StringComparison.Ordinal);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendQueuedMessage_LargestBase64Text_IsSent()
    {
        await _system.Storage.EnqueueEncodedAsync(LargeRequests.Carousel("large-encoded", 'x', 1_300, bytes: 45_000));

        await _system.RecordAsync("large-encoded", "sent");
    }
}
