using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A bot flow that takes its events from a queue of our storage account.</summary>
public sealed class QueueFlowTests
{
    private const string Queue = "flow-events";
    private const int LargestText = 60_000;

    [Theory]
    [InlineData("None")]
    [InlineData("Base64")]
    public async Task DeliverCallback_QueueFlow_EnqueuesTheEventInTheConfiguredEncoding(string encoding)
    {
        await using var scene = await StartAsync(encoding);
        var card = await scene.SendCardAsync("invoice-1001", "\"replyTo\":\"queued\"");
        await scene.Bridge.Control.PressAsync(card, "Approve");
        await scene.SettledAsync(1);

        var message = Assert.Single(await ReadAsync(scene));
        var text = encoding == "Base64" ? Encoding.UTF8.GetString(Convert.FromBase64String(message.MessageText)) : message.MessageText;
        var theEvent = JsonElement.Parse(text);
        Assert.Equal(("1.0", "serverlessmessaging.postback.v1"), (theEvent.GetProperty("specversion").GetString(), theEvent.GetProperty("type").GetString()));
        Assert.Equal("invoice-1001", theEvent.GetProperty("data").GetProperty("requestId").GetString());
        Assert.All(text, deadLetter => Assert.True(char.IsAscii(deadLetter)));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_DuplicateWebhooks_EnqueueOneMessage()
    {
        await using var scene = await StartAsync("None");
        var card = await scene.SendCardAsync("invoice-1001", "\"replyTo\":\"queued\"");
        await scene.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await scene.Bridge.Control.PressAsync(card, "Approve");
        await scene.SettledAsync(6);

        Assert.Single(await ReadAsync(scene));
    }

    [Theory]
    [InlineData("None", LargestText - 2_000, true)]
    [InlineData("None", LargestText, false)]
    [InlineData("Base64", (LargestText * 3 / 4) - 2_000, true)]
    [InlineData("Base64", LargestText * 3 / 4, false)]
    public async Task DeliverCallback_EventTooLargeForTheQueue_BecomesADeadLetter(string encoding, int deadLetters, bool fits)
    {
        await using var scene = await StartAsync(encoding);
        await scene.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", new string('x', deadLetters), """{"action":"queue"}"""));
        if (fits)
        {
            await scene.SettledAsync(1);
            Assert.InRange(Assert.Single(await ReadAsync(scene)).MessageText.Length, deadLetters, LargestText);
            Assert.Empty(await scene.Bridge.DeadLettersAsync());
            return;
        }

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal(("SM4104", 1), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.Contains("Url", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Empty(await ReadAsync(scene));
    }

    [Fact]
    public async Task DeliverCallback_QueueUnavailable_EnqueuesOnceLater()
    {
        await using var scene = await StartAsync("None");
        scene.Bridge.StorageGate.RefuseNext(RequestMethod.Post, $"/{Queue}/messages", times: 2);
        await scene.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"queue"}"""));
        await scene.SettledAsync(1);

        Assert.Single(await ReadAsync(scene));
        Assert.Equal(2, scene.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackWithoutStorage));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    private static async Task<CallbackSystem> StartAsync(string encoding) => await CallbackSystem.StartAsync(
        await TestFlow.StartAsync(),
        ("BotFlows:queued:Queue", Queue),
        ("BotFlows:queued:QueueEncoding", encoding),
        ("BotFlows:queued:Actions:0", "queue"));

    private static async Task<QueueMessage[]> ReadAsync(CallbackSystem scene)
    {
        var queue = new QueueClient(scene.Bridge.Storage.ConnectionString, Queue);
        return await scene.Bridge.Storage.CountAsync(Queue) == 0 ? [] : (await queue.ReceiveMessagesAsync(32, cancellationToken: TestContext.Current.CancellationToken)).Value;
    }
}
