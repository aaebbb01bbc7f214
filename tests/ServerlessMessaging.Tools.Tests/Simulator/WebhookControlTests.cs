using System.Net;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Webhooks of the control API: any body, any signature, and resending.</summary>
public sealed class WebhookControlTests
{
    /// <summary>The reference's test vector.</summary>
    private const string Vector =
        """{"id":"m-1","channel":{"id":"11111111-1111-1111-1111-111111111111","platform":"Open","type":"Private","messageId":"m-1","to":{"id":"user-1","idType":"Opaque"},"from":{"nickname":"Int","id":"11111111-1111-1111-1111-111111111111","idType":"Opaque"},"time":"2026-01-02T03:04:05.678Z"},"type":"Text","text":"héllo + <b>","originatingEntity":"Human","direction":"Outbound"}""";

    private const string RotatedSecret = "unit-test-secret-rotated-9876543210";

    [Theory]
    [InlineData(Vector, null, "sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=")]
    [InlineData(Vector, RotatedSecret, "sha256=upJcMzkPE45ssx7aBYyWg5woWS27AH3p4kz0xrH+Ib4=")]
    [InlineData(Vector + "\n", null, "sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=")]
    [InlineData("\uFEFF" + Vector, null, "sha256=CP6LetLU+etnCBJ8D6N39z/r/XqXm4s+GxHZvqvd9pI=")]
    public async Task PostWebhook_ReferenceVector_HasReferenceSignature(string body, string? secret, string signature)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PostAsync("webhooks", secret is null ? new { body } : new { body, secret });
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(Encoding.UTF8.GetBytes(body), received.Body);
        Assert.Equal(signature, received.Signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not JSON at all")]
    public async Task PostWebhook_AnyBody_IsSentUnchanged(string body)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var id = await fixture.PostAsync("webhooks", new { body });
        var received = await fixture.Receiver.NextAsync();

        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal(body, Encoding.UTF8.GetString(received.Body));
        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        Assert.Equal("application/json", received.Headers["Content-Type"]);
        Assert.Equal((id, "Raw", body), (webhook.Text("id"), webhook.Text("type"), webhook.Text("body")));
    }

    [Theory]
    [InlineData("sha256=00")]
    [InlineData("invalid, twice")]
    [InlineData("")]
    [InlineData(null)]
    public async Task PostWebhook_ExplicitSignature_IsSentUnchanged(string? signature)
    {
        await using var fixture = await WebhookFixture.StartAsync(401);
        await fixture.PostAsync("webhooks", new { body = "{}", signature });
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(signature, received.Signature);
        Assert.Equal("refused", Assert.Single(await fixture.SettledAsync()).Text("state"));
    }

    [Fact]
    public async Task PostWebhook_DuplicatesAndReorderSet_IsSentOnce()
    {
        await using var fixture = await WebhookFixture.StartAsync(503);
        await fixture.PutSettingsAsync("""{"webhookDuplicates":3,"webhookReorder":true}""");
        await fixture.PostAsync("webhooks", new { body = "{}" });

        var webhook = Assert.Single(await fixture.SettledAsync());
        Assert.Equal(("exhausted", 1), (webhook.Text("state"), webhook.List("attempts").Count));
    }

    [Fact]
    public async Task ResendWebhook_SentWebhook_SendsSameBytesAsNewDelivery()
    {
        await using var fixture = await WebhookFixture.StartAsync(200, 503);
        var id = await fixture.SayAsync();
        var first = await fixture.Receiver.NextAsync();
        await fixture.PutSettingsAsync($$"""{"webhookSecret":"{{RotatedSecret}}","webhookDuplicates":3}""");
        var again = await fixture.PostAsync($"webhooks/{id}/resend");
        var received = await fixture.Receiver.NextAsync(2);
        var third = await fixture.PostAsync($"webhooks/{again}/resend");

        var webhooks = await fixture.SettledAsync();
        Assert.All(received, one => Assert.Equal((first.Signature, id), (one.Signature, one.Json.Text("id"))));
        Assert.Equal([id, again, third], webhooks.Select(webhook => webhook.Text("id")));
        Assert.Equal([id, id], webhooks.Skip(1).Select(webhook => webhook.Text("copyOf")));
        Assert.Equal([1, 2, 1], webhooks.Select(webhook => webhook.List("attempts").Count));
    }

    [Fact]
    public async Task PutSettings_WebhookSecret_SignsLaterWebhooks()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        using var change = await fixture.Simulator.ControlAsync(HttpMethod.Put, "settings", $$"""{"webhookSecret":"{{RotatedSecret}}"}""");
        await fixture.SayAsync();
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(ReceivedWebhook.Sign(received.Body, RotatedSecret), received.Signature);
        Assert.DoesNotContain(RotatedSecret, (await change.JsonAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutSettings_EmptyBody_ReturnsCurrentSettings()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await fixture.PutSettingsAsync(
            """{"webhookRetryDelay":0.05,"webhookTimeout":0.5,"webhookDuplicates":2,"webhookReorder":true,"receipts":"failed"}""");
        using var response = await fixture.Simulator.ControlAsync(HttpMethod.Put, "settings", "{}");

        var settings = await response.JsonAsync();
        Assert.Equal((fixture.Receiver.Url.ToString(), "failed"), (settings.Text("webhookUrl"), settings.Text("receipts")));
        Assert.Equal(
            (0.05, 0.5, 2, true),
            (settings.GetProperty("webhookRetryDelay").GetDouble(), settings.GetProperty("webhookTimeout").GetDouble(),
                settings.GetProperty("webhookDuplicates").GetInt32(), settings.GetProperty("webhookReorder").GetBoolean()));
    }

    [Fact]
    public async Task GetWebhooks_LatestQuery_ReturnsLastItems()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var ids = new[] { await fixture.SayAsync("one"), await fixture.SayAsync("two"), await fixture.SayAsync("three") };

        Assert.Equal(ids[1..], (await fixture.WebhooksAsync("?latest=2")).Select(webhook => webhook.Text("id")));
    }

    [Theory]
    [InlineData("PUT", "settings", """{"webhookUrl":"/relative"}""", 400)]
    [InlineData("PUT", "settings", """{"webhookUrl":"ftp://example.com"}""", 400)]
    [InlineData("PUT", "settings", """{"webhookUrl":"http://user:word@example.com"}""", 400)]
    [InlineData("PUT", "settings", """{"webhookUrl":1}""", 400)]
    [InlineData("PUT", "settings", """{"webhookSecret":"fifteen chars.."}""", 400)]
    [InlineData("PUT", "settings", """{"webhookRetryDelay":-1}""", 400)]
    [InlineData("PUT", "settings", """{"webhookTimeout":0}""", 400)]
    [InlineData("PUT", "settings", """{"webhookDuplicates":101}""", 400)]
    [InlineData("PUT", "settings", """{"webhookReorder":1}""", 400)]
    [InlineData("PUT", "settings", """{"receipts":"read"}""", 400)]
    [InlineData("POST", "webhooks", """{}""", 400)]
    [InlineData("POST", "webhooks", """{"body":{}}""", 400)]
    [InlineData("POST", "webhooks", """{"body":"","signature":"a","secret":"b"}""", 400)]
    [InlineData("POST", "webhooks", """{"body":"","signature":"a\nb"}""", 400)]
    [InlineData("POST", "webhooks", """{"body":"","signature":"é"}""", 400)]
    [InlineData("POST", "webhooks", """{"body":"","retry":true}""", 400)]
    [InlineData("POST", "webhooks/nothing/resend", "", 404)]
    [InlineData("GET", "webhooks?latest=0", null, 400)]
    public async Task CallControlApi_InvalidWebhookInput_ReturnsErrorMessage(string method, string path, string? json, int status)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        using var response = await fixture.Simulator.ControlAsync(new HttpMethod(method), path, json);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await response.JsonAsync()).Text("error"));
        Assert.Empty(await fixture.WebhooksAsync());
    }

    [Fact]
    public async Task PostWebhook_NoWebhookUrl_Returns409()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Post, "webhooks", """{"body":"{}"}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("webhookUrl", (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InvalidWebhookOptions_Throws()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => GenesysSimulator.StartAsync(new SimulatorOptions { WebhookSecret = "short" }, cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => GenesysSimulator.StartAsync(new SimulatorOptions { WebhookUrl = new Uri("/hook", UriKind.Relative) }, cancellation));
    }
}
