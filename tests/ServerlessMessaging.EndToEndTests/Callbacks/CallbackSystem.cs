using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.BotFlowSamples;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>The whole system with a bot flow <c>approvals</c>; Genesys posts its webhooks to it.</summary>
internal sealed class CallbackSystem : IAsyncDisposable
{
    public const string FlowSecret = SignedEvent.Secret;
    public const string FlowSecretName = "approvals-secret";
    public const string ImBack = "I reject this request.";

    private CallbackSystem(TestSystem system, TestFlow flow) => (Bridge, Flow) = (system, flow);

    public TestSystem Bridge { get; }

    public TestFlow Flow { get; }

    /// <summary>Starts it with a flow that gives these responses, and a retry schedule of three seconds.</summary>
    public static async Task<CallbackSystem> StartAsync(params FlowResponse[] responses) => await StartAsync(await TestFlow.StartAsync(responses));

    /// <summary>Starts it with a flow, and settings that override the defaults of these tests.</summary>
    public static Task<CallbackSystem> StartAsync(TestFlow flow, params (string Key, string Value)[] settings) => StartAsync(flow, _ => { }, settings);

    /// <summary>Starts it with services that a test registers before the functions do.</summary>
    public static async Task<CallbackSystem> StartAsync(TestFlow flow, Action<IServiceCollection> configure, params (string Key, string Value)[] settings)
    {
        var system = await TestSystem.StartAsync(configure,
        [
            ("BotFlows:approvals:Url", flow.Url.ToString()),
            ("BotFlows:approvals:SecretName", FlowSecretName),
            ("Callbacks:RetryDelays:0", "00:00:01"),
            ("Callbacks:RetryDelays:1", "00:00:01"),
            ("Callbacks:RetryDelays:2", "00:00:01"),
            ("Callbacks:DeliveryTimeout", "00:00:01"),
            ("Callbacks:Lease", "00:00:06"),
            .. settings,
        ]);
        var callbacks = new CallbackSystem(system, flow);
        try
        {
            await system.Vault.SetSecretAsync(FlowSecretName, FlowSecret, TestContext.Current.CancellationToken);
            await system.Control.SettingsAsync(new { webhookUrl = new Uri(system.Functions, "/api/webhooks/genesys"), webhookRetryDelay = 0.05 });
            return callbacks;
        }
        catch
        {
            await callbacks.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends the tutorial's card and returns the message id of Genesys.</summary>
    public async Task<string> SendCardAsync(string id, string members = "\"replyTo\":\"approvals\"")
    {
        var sent = await Bridge.SendAsync($$$"""
            {"id":"{{{id}}}","to":{"email":"recipient@example.com"},"message":{"type":"card","title":"Invoice #1001","subtitle":"Amount: $500.00",
             "actions":[{"type":"postBack","title":"Approve","payload":{"event":"approval","status":"accepted"}},
                        {"type":"imBack","title":"Reject","payload":"{{{ImBack}}}"}]},{{{members}}}}
            """);
        Assert.True(sent.Status == 200, sent.ToString());
        return sent.Json.GetProperty("messageId").GetString()!;
    }

    /// <summary>Posts bytes to the webhook, with each of the signatures in a header of its own.</summary>
    public async Task<int> ReceiveAsync(byte[] body, params string[] signatures)
    {
        using var request = Request(body, signatures);
        using var response = await Bridge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Posts bytes signed with the simulator's secret.</summary>
    public Task<int> ReceiveSignedAsync(byte[] body) => ReceiveAsync(body, ReceivedWebhook.Sign(body));

    public static HttpRequestMessage Request(byte[] body, params string[] signatures)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/genesys") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signatures);
        return request;
    }

    /// <summary>An inbound text of a customer without an earlier message, as Genesys posts it; all of it is ASCII.</summary>
    public static byte[] Inbound(string id, string text, string? payload = null)
    {
        var channel = new
        {
            id = DevelopmentRecipients.IntegrationId,
            platform = "Open",
            type = "Private",
            messageId = id,
            from = new { id = "stranger", idType = "Opaque" },
            time = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        return Encoding.UTF8.GetBytes(payload is null
            ? JsonSerializer.Serialize(new { id, channel, type = "Text", text, direction = "Inbound" })
            : JsonSerializer.Serialize(new { id, channel, type = "Structured", direction = "Inbound", content = new[] { new { contentType = "ButtonResponse", buttonResponse = new { type = "Button", text, payload } } } }));
    }

    /// <summary>Waits until so many webhooks were accepted and the queue is empty; returns the deliveries to the flow.</summary>
    public async Task<IReadOnlyList<FlowDelivery>> SettledAsync(int webhooks)
    {
        await Bridge.Log.WaitAsync(EventIds.WebhookReceived, webhooks);
        await Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        return Flow.Deliveries;
    }

    /// <summary>The response to each attempt of the only webhook; null where none came.</summary>
    public async Task<int?[]> StatusesAsync() =>
        [.. Assert.Single(await Bridge.Control.SettledWebhooksAsync(1)).GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").ValueKind == JsonValueKind.Null ? (int?)null : attempt.GetProperty("status").GetInt32())];

    /// <summary>Waits for the only dead letter.</summary>
    public async Task<JsonElement> WaitForDeadLetterAsync()
    {
        await Bridge.Log.WaitAsync(EventIds.DeadLettered);
        await Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        return Assert.Single(await Bridge.DeadLettersAsync());
    }

    // The flow first: a delivery that hangs in it would delay the stop of the functions.
    public async ValueTask DisposeAsync()
    {
        await Flow.DisposeAsync();
        await Bridge.DisposeAsync();
    }
}
