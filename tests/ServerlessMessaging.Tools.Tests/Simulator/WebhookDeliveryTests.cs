using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Retries and order of webhooks.</summary>
public sealed class WebhookDeliveryTests
{
    [Fact]
    public async Task SendWebhook_SuccessStatus_IsDeliveredInOneAttempt()
    {
        await using var fixture = await WebhookFixture.StartAsync(204);
        var id = await fixture.SayAsync();
        var received = await fixture.Receiver.NextAsync();

        var webhook = Assert.Single(await fixture.SettledAsync());
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
        await using var fixture = await WebhookFixture.StartAsync(status, status);
        await fixture.SayAsync();
        var received = await fixture.Receiver.NextAsync(3);

        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal([status, status, 200], Statuses(webhook));
        Assert.All(received, one => Assert.Equal((received[0].Signature, received[0].Json.GetRawText()), (one.Signature, one.Json.GetRawText())));
    }

    [Fact]
    public async Task SendWebhook_FiveRetriesFailed_IsExhausted()
    {
        await using var fixture = await WebhookFixture.StartAsync(503, 503, 503, 503, 503, 503);
        await fixture.SayAsync();

        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal("exhausted", webhook.Text("state"));
        Assert.Equal(Enumerable.Repeat(503, 6), Statuses(webhook));
        Assert.Equal(6, fixture.Receiver.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(413)]
    public async Task SendWebhook_PermanentStatus_IsNotRetried(int status)
    {
        await using var fixture = await WebhookFixture.StartAsync(status);
        await fixture.SayAsync();

        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal("refused", webhook.Text("state"));
        Assert.Equal([status], Statuses(webhook));
        Assert.Equal(1, fixture.Receiver.Count);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task SendWebhook_RedirectStatus_IsNotFollowed(int status)
    {
        await using var fixture = await WebhookFixture.StartAsync(await WebhookReceiver.StartAsync((_, context) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        }));
        await fixture.SayAsync();

        Assert.Equal("refused", Assert.Single(await fixture.SettledAsync()).Text("state"));
        Assert.Equal(1, fixture.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_ResponseTimeout_IsRetried()
    {
        var never = new TaskCompletionSource();
        await using var fixture = await WebhookFixture.StartAsync(
            await WebhookReceiver.StartAsync((index, context) => index == 0 ? never.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask),
            TimeSpan.FromSeconds(0.5));
        await fixture.SayAsync();

        var webhook = Assert.Single(await fixture.SettledAsync());
        var attempts = webhook.List("attempts");
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal("No response within 0.5 seconds", attempts[0].Text("error"));
        Assert.Equal(JsonValueKind.Null, attempts[0].GetProperty("status").ValueKind);
        Assert.InRange(attempts[0].GetProperty("seconds").GetDouble(), 0.4, 30);
    }

    [Fact]
    public async Task SendWebhook_ConnectionAborted_CountsOneAttemptPerRequest()
    {
        await using var fixture = await WebhookFixture.StartAsync(await WebhookReceiver.StartAsync((index, context) =>
        {
            if (index is 1 or 2)
            {
                context.Abort();
            }

            return Task.CompletedTask;
        }));
        await fixture.SayAsync("one");
        await fixture.SettledAsync();
        await fixture.SayAsync("two");

        var webhook = (await fixture.SettledAsync())[1];
        Assert.Equal("delivered", webhook.Text("state"));
        Assert.Equal([false, false, true], webhook.List("attempts").Select(attempt => attempt.GetProperty("error").ValueKind == JsonValueKind.Null));
        Assert.Equal(4, fixture.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_ListenerUnreachable_RetriesInBackground()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await fixture.PutSettingsAsync($$"""{"webhookUrl":"http://127.0.0.1:{{port}}/","webhookRetryDelay":600}""");
        await fixture.SayAsync();
        Assert.Equal("pending", Assert.Single(await fixture.WebhooksAsync()).Text("state"));

        using var cleared = await fixture.Simulator.ControlAsync(HttpMethod.Delete, "state");
        await fixture.PutSettingsAsync("""{"webhookRetryDelay":0}""");
        await fixture.SayAsync();
        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal(("exhausted", 6), (webhook.Text("state"), webhook.List("attempts").Count));
        Assert.All(webhook.List("attempts"), attempt => Assert.NotEmpty(attempt.Text("error")));
    }

    [Fact]
    public async Task SendWebhook_RetryDelaySet_IsWaitedBeforeRetry()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await fixture.PutSettingsAsync("""{"webhookRetryDelay":0.3}""");
        await fixture.SayAsync();

        var times = Assert.Single(await fixture.SettledAsync()).List("attempts").Select(attempt => attempt.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task SendWebhook_UrlChangedMeanwhile_IsRetriedAtNewUrl()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await using var newReceiver = await WebhookReceiver.StartAsync();
        await fixture.PutSettingsAsync("""{"webhookRetryDelay":0.5}""");
        await fixture.SayAsync();
        await fixture.Receiver.NextAsync();
        await fixture.PutSettingsAsync($$"""{"webhookUrl":"{{newReceiver.Url}}"}""");

        await newReceiver.NextAsync();
        Assert.Equal("delivered", Assert.Single(await fixture.SettledAsync()).Text("state"));
        Assert.Equal(1, fixture.Receiver.Count);
    }

    [Fact]
    public async Task SendWebhook_DuplicatesSet_SendsSeparateDeliveriesOfSameBytes()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await fixture.PutSettingsAsync("""{"webhookDuplicates":2}""");
        var id = await fixture.SayAsync();
        var received = await fixture.Receiver.NextAsync(4);

        var webhooks = await fixture.SettledAsync();
        Assert.All(received, one => Assert.Equal((received[0].Signature, id), (one.Signature, one.Json.Text("id"))));
        Assert.Equal([id], webhooks.Take(1).Select(webhook => webhook.Text("id")));
        Assert.Equal([id, id], webhooks.Skip(1).Select(webhook => webhook.Text("copyOf")));
        Assert.Equal(3, webhooks.Select(webhook => webhook.Text("id")).Distinct().Count());
        Assert.Equal([1, 1, 2], webhooks.Select(webhook => webhook.List("attempts").Count).Order());
        Assert.Single(await fixture.Simulator.MessagesAsync());
    }

    [Fact]
    public async Task SendWebhook_SameConversation_KeepsOrderAndRetriesAreNotAwaited()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await fixture.PutSettingsAsync("""{"webhookRetryDelay":600}""");
        var texts = Enumerable.Range(1, 20).Select(number => $"{number}").ToList();
        foreach (var text in texts)
        {
            await fixture.SayAsync(text);
        }

        Assert.Equal(texts, (await fixture.Receiver.NextAsync(20)).Select(one => one.Json.Text("text")));
        Assert.Equal("pending", (await fixture.WebhooksAsync())[0].Text("state"));
    }

    [Fact]
    public async Task SendWebhook_OtherConversationBlocked_IsSentImmediately()
    {
        var never = new TaskCompletionSource();
        await using var fixture = await WebhookFixture.StartAsync(
            await WebhookReceiver.StartAsync((index, context) => index == 0 ? never.Task.WaitAsync(context.RequestAborted) : Task.CompletedTask));
        await fixture.SayAsync("one");
        await fixture.Receiver.NextAsync();
        await fixture.SayAsync("two");
        await fixture.SayAsync("three", TestEvents.Messenger);

        Assert.Equal("three", (await fixture.Receiver.NextAsync()).Json.Text("text"));
    }

    [Fact]
    public async Task SendWebhook_ReorderSet_SendsSecondBeforeFirst()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"webhookReorder":true}""");
        await fixture.SayAsync("one");
        Assert.Equal("pending", Assert.Single(await fixture.WebhooksAsync()).Text("state"));
        Assert.Equal(0, fixture.Receiver.Count);
        await fixture.SayAsync("two");
        var received = await fixture.Receiver.NextAsync(2);

        Assert.Equal(["two", "one"], received.Select(one => one.Json.Text("text")));
        Assert.Equal(["one", "two"], (await fixture.SettledAsync()).Select(webhook => JsonElement.Parse(webhook.Text("body")).Text("text")));
    }

    [Fact]
    public async Task PutSettings_ReorderDisabled_SendsHeldWebhook()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync("""{"webhookReorder":true,"webhookDuplicates":1}""");
        await fixture.SayAsync("one");
        await fixture.PutSettingsAsync("""{"webhookReorder":false,"webhookDuplicates":0}""");
        var received = await fixture.Receiver.NextAsync(2);

        Assert.All(received, one => Assert.Equal("one", one.Json.Text("text")));
        await fixture.SettledAsync();
        Assert.Equal(2, fixture.Receiver.Count);
    }

    [Fact]
    public async Task DeleteState_WebhooksPending_CancelsThemAndKeepsSettings()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await fixture.PutSettingsAsync("""{"webhookRetryDelay":0.2}""");
        await fixture.SayAsync("one");
        await fixture.Receiver.NextAsync();
        await fixture.PutSettingsAsync("""{"webhookReorder":true}""");
        await fixture.SayAsync("held");
        using var cleared = await fixture.Simulator.ControlAsync(HttpMethod.Delete, "state");
        Assert.Empty(await fixture.WebhooksAsync());
        await fixture.PutSettingsAsync("""{"webhookReorder":false}""");
        await fixture.SayAsync("two");

        Assert.Equal("two", (await fixture.Receiver.NextAsync()).Json.Text("text"));
        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal("two", JsonElement.Parse(webhook.Text("body")).Text("text"));
        Assert.Equal(2, fixture.Receiver.Count);
    }

    private static IEnumerable<int> Statuses(JsonElement webhook) =>
        webhook.List("attempts").Select(attempt => attempt.GetProperty("status").GetInt32());
}
