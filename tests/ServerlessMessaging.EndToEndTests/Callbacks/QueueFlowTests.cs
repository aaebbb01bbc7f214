using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A bot flow that reads its events from a queue of the storage account.</summary>
public sealed class QueueFlowTests
{
    private const string Queue = "flow-events";
    private const int MaxTextLength = 60_000;

    [Theory]
    [InlineData("None")]
    [InlineData("Base64")]
    public async Task DeliverCallback_QueueFlow_EnqueuesTheEventInTheConfiguredEncoding(string encoding)
    {
        await using var callbacks = await StartAsync(encoding);
        var card = await callbacks.SendCardAsync("invoice-1001", "\"replyTo\":\"queued\"");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");
        await callbacks.SettledAsync(1);

        var message = Assert.Single(await ReadAsync(callbacks));
        var text = encoding == "Base64" ? Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)) : message.MessageText;
        var cloudEvent = JsonElement.Parse(text);
        Assert.Equal(("1.0", "serverlessmessaging.postback.v1"), (cloudEvent.GetProperty("specversion").GetString(), cloudEvent.GetProperty("type").GetString()));
        Assert.Equal("invoice-1001", cloudEvent.GetProperty("data").GetProperty("requestId").GetString());
        Assert.All(text, character => Assert.True(char.IsAscii(character)));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_DuplicateWebhooks_EnqueueOneMessage()
    {
        await using var callbacks = await StartAsync("None");
        var card = await callbacks.SendCardAsync("invoice-1001", "\"replyTo\":\"queued\"");
        await callbacks.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await callbacks.Bridge.Control.PressAsync(card, "Approve");
        await callbacks.SettledAsync(6);

        Assert.Single(await ReadAsync(callbacks));
    }

    [Theory]
    [InlineData("None", MaxTextLength - 2_000, true)]
    [InlineData("None", MaxTextLength, false)]
    [InlineData("Base64", (MaxTextLength * 3 / 4) - 2_000, true)]
    [InlineData("Base64", MaxTextLength * 3 / 4, false)]
    public async Task DeliverCallback_EventTooLargeForTheQueue_BecomesADeadLetter(string encoding, int length, bool fits)
    {
        await using var callbacks = await StartAsync(encoding);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", new string('x', length), """{"action":"queue"}"""));
        if (fits)
        {
            await callbacks.SettledAsync(1);
            Assert.InRange(Assert.Single(await ReadAsync(callbacks)).MessageText.Length, length, MaxTextLength);
            Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
            return;
        }

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal(("SM4104", 1), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.Contains("Url", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ReadAsync(callbacks));
    }

    [Fact]
    public async Task DeliverCallback_QueueUnavailable_EnqueuesOnceLater()
    {
        await using var callbacks = await StartAsync("None");
        callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Post, $"/{Queue}/messages", times: 2);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"queue"}"""));
        await callbacks.SettledAsync(1);

        Assert.Single(await ReadAsync(callbacks));
        Assert.Equal(2, callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackStorageUnavailable));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    private static async Task<CallbackSystem> StartAsync(string encoding) => await CallbackSystem.StartAsync(
        await TestFlow.StartAsync(),
        ("BotFlows:queued:Queue", Queue),
        ("BotFlows:queued:QueueEncoding", encoding),
        ("BotFlows:queued:Actions:0", "queue"));

    private static async Task<QueueMessage[]> ReadAsync(CallbackSystem callbacks)
    {
        var queue = new QueueClient(callbacks.Bridge.Storage.ConnectionString, Queue);
        return await callbacks.Bridge.Storage.CountAsync(Queue) == 0 ? [] : (await queue.ReceiveMessagesAsync(32, cancellationToken: TestContext.Current.CancellationToken)).Value;
    }
}
