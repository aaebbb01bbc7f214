using System.Net;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>A simulator and a receiver of its webhooks.</summary>
internal sealed class WebhookFixture : IAsyncDisposable
{
    public const string Recipient = $"user:{RunningSimulator.RecipientId}";

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private WebhookFixture(RunningSimulator simulator, WebhookReceiver receiver) => (Simulator, Receiver) = (simulator, receiver);

    public RunningSimulator Simulator { get; }

    public WebhookReceiver Receiver { get; }

    /// <summary>Starts a simulator without a delay between attempts.</summary>
    public static async Task<WebhookFixture> StartAsync(WebhookReceiver receiver, TimeSpan? timeout = null) => new(
        await RunningSimulator.StartAsync(new SimulatorOptions
        {
            Port = 0,
            VaultPort = 0,
            WebhookUrl = receiver.Url,
            WebhookRetryDelay = TimeSpan.Zero,
            WebhookTimeout = timeout ?? TimeSpan.FromSeconds(10),
        }),
        receiver);

    public static async Task<WebhookFixture> StartAsync(params int[] statuses) => await StartAsync(await WebhookReceiver.StartAsync(statuses));

    public async Task PutSettingsAsync(string json)
    {
        using var response = await Simulator.ControlAsync(HttpMethod.Put, "settings", json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Returns the webhook's id.</summary>
    public async Task<string> SayAsync(string text = "Hello", string id = Recipient)
    {
        using var response = await Simulator.ControlAsync(HttpMethod.Post, $"conversations/{id}/say", JsonSerializer.Serialize(new { text }));
        return await AcceptedAsync(response);
    }

    /// <summary>Returns the webhook's id.</summary>
    public async Task<string> PressAsync(string messageId, object action, string id = Recipient)
    {
        using var response = await Simulator.ControlAsync(
            HttpMethod.Post, $"conversations/{id}/press", JsonSerializer.Serialize(new { messageId, action }));
        return await AcceptedAsync(response);
    }

    /// <summary>Posts to the control API's webhooks and returns the webhook's id.</summary>
    public async Task<string> PostAsync(string path, object? body = null)
    {
        using var response = await Simulator.ControlAsync(HttpMethod.Post, path, body is null ? null : JsonSerializer.Serialize(body));
        return await AcceptedAsync(response);
    }

    /// <summary>Sends a message and returns its id.</summary>
    public async Task<string> SendAsync(string path, string json, string contact)
    {
        using var response = await Simulator.PostAsync(path, json);
        Assert.True(response.IsSuccessStatusCode);
        return (await Simulator.MessagesAsync(contact))[^1].Text("id");
    }

    public Task<string> SendAsync(string json) => SendAsync(RunningSimulator.SendPath, json, Recipient);

    public async Task<IReadOnlyList<JsonElement>> WebhooksAsync(string query = "") =>
        (await Simulator.ControlJsonAsync($"webhooks{query}")).Items();

    /// <summary>All webhooks, when none is pending.</summary>
    public async Task<IReadOnlyList<JsonElement>> SettledAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(WaitTimeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var webhooks = await WebhooksAsync();
            if (webhooks.Count > 0 && webhooks.All(webhook => webhook.Text("state") != "pending"))
            {
                return webhooks;
            }

            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    private static async Task<string> AcceptedAsync(HttpResponseMessage response)
    {
        var body = await response.JsonAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, body.GetRawText());
        return body.Text("id");
    }
}
