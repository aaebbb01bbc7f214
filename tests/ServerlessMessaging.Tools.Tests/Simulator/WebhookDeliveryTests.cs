using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>How often a webhook is sent, and in which order.</summary>
public sealed class WebhookDeliveryTests
{
    [Fact]
    public async Task SendWebhook_SuccessStatus_IsDeliveredInOneAttempt()
    {
        await using var scene = await WebhookFixture.StartAsync(204);
        var id = await scene.SayAsync();
        var received = await scene.Receiver.NextAsync();

        var webhook = Assert.Single(await scene.SettledAsync());
        var attempt = Assert.Single(webhook.List("attempts"));
        Assert.Equal((id, "Text", "delivered"), (webhook.Text("id"), webhook.Text("type"), webhook.Text("state")));
        Assert.Equal(received.Json.Text("conversationId"), webhook.Text("conversation"));
        Assert.Equal(received.Json.GetRawText(), webhook.Text("body"));
        Assert.Equal(received.Signature, webhook.Text("signature"));
        Assert.Equal(JsonValueKind.Null, webhook.GetProperty("copyOf").ValueKind);
        Assert.Equal((204, JsonValueKind.Null), (attempt.GetProperty("status").GetInt32(), attempt.GetProperty("error").ValueKind));
        Assert.True(attempt.GetProperty("at").TryGetDateTimeOffset(out _));
        Assert.InRange(attempt.GetProperty("seconds").GetDouble(), 0, 10);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task SendWebhook_TransientStatus_IsRetriedWithSameBytes(int status)
    {
        await using var scene = await WebhookFixture.StartAsync(status, status);
        await scene.SayAsync();
        var received = await scene.Receiver.NextAsync(3);

        var webhook = Assert.Single(await scene.SettledAsync());
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal([status, status, 200], Statuses(webhook));
        Assert.All(received, one => Assert.Equal((received[0].Signature, received[0].Json.GetRawText()), (one.Signature, one.Json.GetRawText())));
    }

    [Fact]
    public async Task SendWebhook_FiveRetriesFailed_IsExhausted()
    {
        await using var scene = await WebhookFixture.StartAsync(503, 503, 503, 503, 503, 503);
        await scene.SayAsync();

        var webhook = Assert.Single(await scene.SettledAsync());
        Assert.Equal("exhausted", webhook.Text("state"));
        Assert.Equal(Enumerable.Repeat(503, 6), Statuses(webhook));
        Assert.Equal(6, scene.Receiver.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(413)]
    public async Task SendWebhook_PermanentStatus_IsNotRetried(int status)
    {
        await using var scene = await WebhookFixture.StartAsync(status);
        await scene.SayAsync();

        var webhook = Assert.Single(await scene.SettledAsync());
        Assert.Equal("refused", webhook.Text("state"));
        Assert.Equal([status], Statuses(webhook));
        Assert.Equal(1, scene.Receiver.Count);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task SendWebhook_RedirectStatus_IsNotFollowed(int status)
    {
        await using var scene = await WebhookFixture.StartAsync(await WebhookReceiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        }));
        await scene.SayAsync();

        Assert.Equal("refused", Assert.Single(await scene.SettledAsync()).Text("state"));
        Assert.Equal(1, scene.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_ResponseTimeout_IsRetried()
    {
        var never = new TaskCompletionSource();
        await using var scene = await WebhookFixture.StartAsync(
            await WebhookReceiver.StartAsync((index, context) => index == 0 ? never.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask),
            TimeSpan.FromSeconds(0.5));
        await scene.SayAsync();

        var webhook = Assert.Single(await scene.SettledAsync());
        var attempts = webhook.List("attempts");
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal("No answer within 0.5 seconds", attempts[0].Text("error"));
        Assert.Equal(JsonValueKind.Null, attempts[0].GetProperty("status").ValueKind);
        Assert.InRange(attempts[0].GetProperty("seconds").GetDouble(), 0.4, 30);
    }

    [Fact]
    public async Task SendWebhook_ConnectionAborted_CountsOneAttemptPerRequest()
    {
        await using var scene = await WebhookFixture.StartAsync(await WebhookReceiver.StartAsync((index, context) =>
        {
            if (index is 1 or 2)
            {
                context.Abort();
            }

            return Task.CompletedTask;
        }));
        await scene.SayAsync("one");
        await scene.SettledAsync();
        await scene.SayAsync("two");

        var webhook = (await scene.SettledAsync())[1];
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal([false, false, true], webhook.List("attempts").Select(attempt => attempt.GetProperty("error").ValueKind == JsonValueKind.Null));
        Assert.Equal(4, scene.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_ListenerUnreachable_RetriesInBackground()
    {
        await using var scene = await WebhookFixture.StartAsync();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await scene.SettingsAsync($$"""{"webhookUrl":"http://127.0.0.1:{{port}}/","webhookRetryDelay":600}""");
        await scene.SayAsync();
        Assert.Equal("pending", Assert.Single(await scene.WebhooksAsync()).Text("state"));

        using var cleared = await scene.Simulator.ControlAsync(HttpMethod.Delete, "state");
        await scene.SettingsAsync("""{"webhookRetryDelay":0}""");
        await scene.SayAsync();
        var webhook = Assert.Single(await scene.SettledAsync());
        Assert.Equal(("exhausted", 6), (webhook.Text("state"), webhook.List("attempts").Count));
        Assert.All(webhook.List("attempts"), attempt => Assert.NotEmpty(attempt.Text("error")));
    }

    [Fact]
    public async Task SendWebhook_RetryDelaySet_IsWaitedBeforeRetry()
    {
        await using var scene = await WebhookFixture.StartAsync(503);
        await scene.SettingsAsync("""{"webhookRetryDelay":0.3}""");
        await scene.SayAsync();

        var times = Assert.Single(await scene.SettledAsync()).List("attempts").Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task SendWebhook_UrlChangedMeanwhile_IsRetriedAtNewUrl()
    {
        await using var scene = await WebhookFixture.StartAsync(503);
        await using var moved = await WebhookReceiver.StartAsync();
        await scene.SettingsAsync("""{"webhookRetryDelay":0.5}""");
        await scene.SayAsync();
        await scene.Receiver.NextAsync();
        await scene.SettingsAsync($$"""{"webhookUrl":"{{moved.Url}}"}""");

        await moved.NextAsync();
        Assert.Equal("delivered", Assert.Single(await scene.SettledAsync()).Text("state"));
        Assert.Equal(1, scene.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_DuplicatesSet_SendsSeparateDeliveriesOfSameBytes()
    {
        await using var scene = await WebhookFixture.StartAsync(503);
        await scene.SettingsAsync("""{"webhookDuplicates":2}""");
        var id = await scene.SayAsync();
        var received = await scene.Receiver.NextAsync(4);

        var webhooks = await scene.SettledAsync();
        Assert.All(received, one => Assert.Equal((received[0].Signature, id), (one.Signature, one.Json.Text("id"))));
        Assert.Equal([id], webhooks.Take(1).Select(webhook => webhook.Text("id")));
        Assert.Equal([id, id], webhooks.Skip(1).Select(webhook => webhook.Text("copyOf")));
        Assert.Equal(3, webhooks.Select(webhook => webhook.Text("id")).Distinct().Count());
        Assert.Equal([1, 1, 2], webhooks.Select(webhook => webhook.List("attempts").Count).Order());
        Assert.Single(await scene.Simulator.MessagesAsync());
    }

    [Fact]
    public async Task SendWebhook_SameConversation_KeepsOrderAndRetriesAreNotAwaited()
    {
        await using var scene = await WebhookFixture.StartAsync(503);
        await scene.SettingsAsync("""{"webhookRetryDelay":600}""");
        var texts = Enumerable.Range(1, 20).Select(number => $"{number}").ToList();
        foreach (var text in texts)
        {
            await scene.SayAsync(text);
        }

        Assert.Equal(texts, (await scene.Receiver.NextAsync(20)).Select(one => one.Json.Text("text")));
        Assert.Equal("pending", (await scene.WebhooksAsync())[0].Text("state"));
    }

    [Fact]
    public async Task SendWebhook_OtherConversationBlocked_IsSentImmediately()
    {
        var never = new TaskCompletionSource();
        await using var scene = await WebhookFixture.StartAsync(
            await WebhookReceiver.StartAsync((index, context) => index == 0 ? never.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask));
        await scene.SayAsync("one");
        await scene.Receiver.NextAsync();
        await scene.SayAsync("two");
        await scene.SayAsync("three", TestEvents.Messenger);

        Assert.Equal("three", (await scene.Receiver.NextAsync()).Json.Text("text"));
    }

    [Fact]
    public async Task SendWebhook_ReorderSet_SendsSecondBeforeFirst()
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"webhookReorder":true}""");
        await scene.SayAsync("one");
        Assert.Equal("pending", Assert.Single(await scene.WebhooksAsync()).Text("state"));
        Assert.Equal(0, scene.Receiver.Count);
        await scene.SayAsync("two");
        var received = await scene.Receiver.NextAsync(2);

        Assert.Equal(["two", "one"], received.Select(one => one.Json.Text("text")));
        Assert.Equal(["one", "two"], (await scene.SettledAsync()).Select(webhook => JsonElement.Parse(webhook.Text("body")).Text("text")));
    }

    [Fact]
    public async Task PutSettings_ReorderDisabled_SendsHeldWebhook()
    {
        await using var scene = await WebhookFixture.StartAsync();
        await scene.SettingsAsync("""{"webhookReorder":true,"webhookDuplicates":1}""");
        await scene.SayAsync("one");
        await scene.SettingsAsync("""{"webhookReorder":false,"webhookDuplicates":0}""");
        var received = await scene.Receiver.NextAsync(2);

        Assert.All(received, one => Assert.Equal("one", one.Json.Text("text")));
        await scene.SettledAsync();
        Assert.Equal(2, scene.Receiver.Count);
    }

    [Fact]
    public async Task DeleteState_WebhooksPending_CancelsThemAndKeepsSettings()
    {
        await using var scene = await WebhookFixture.StartAsync(503);
        await scene.SettingsAsync("""{"webhookRetryDelay":0.2}""");
        await scene.SayAsync("one");
        await scene.Receiver.NextAsync();
        await scene.SettingsAsync("""{"webhookReorder":true}""");
        await scene.SayAsync("held");
        using var cleared = await scene.Simulator.ControlAsync(HttpMethod.Delete, "state");
        Assert.Empty(await scene.WebhooksAsync());
        await scene.SettingsAsync("""{"webhookReorder":false}""");
        await scene.SayAsync("two");

        Assert.Equal("two", (await scene.Receiver.NextAsync()).Json.Text("text"));
        var webhook = Assert.Single(await scene.SettledAsync());
        Assert.Equal("two", JsonElement.Parse(webhook.Text("body")).Text("text"));
        Assert.Equal(2, scene.Receiver.Count);
    }

    private static IEnumerable<int> Statuses(JsonElement webhook) =>
        webhook.List("attempts").Select(attempt => attempt.GetProperty("status").GetInt32());
}
