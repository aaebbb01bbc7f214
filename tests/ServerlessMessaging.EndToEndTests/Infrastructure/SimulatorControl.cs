using System.Net.Http.Json;
using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The simulator's control API, as a test uses it.</summary>
internal sealed class SimulatorControl : IDisposable
{
    private readonly HttpClient _http = LoopbackClient.Create();

    public SimulatorControl(Uri address) => _http.BaseAddress = address;

    /// <summary>What Genesys and the vault received, in order.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync(string pathPart = "") =>
        [.. (await ItemsAsync("/simulator/requests")).Where(request => request.GetProperty("path").GetString()!.Contains(pathPart, StringComparison.Ordinal))];

    /// <summary>The posts to channels.</summary>
    public Task<IReadOnlyList<JsonElement>> PostsAsync() => RequestsAsync("/openmessaging/");

    /// <summary>The posts of events.</summary>
    public Task<IReadOnlyList<JsonElement>> EventPostsAsync() => RequestsAsync("/messaging/messaging/events");

    /// <summary>The messages on the customers' phones.</summary>
    public async Task<IReadOnlyList<JsonElement>> MessagesAsync() =>
        [.. (await ItemsAsync("/simulator/conversations")).SelectMany(conversation => conversation.GetProperty("messages").EnumerateArray())];

    public async Task<string> UserIdAsync() => (await ItemsAsync("/simulator/users"))
        .Single(user => user.GetProperty("email").GetString() == DevelopmentValues.UserEmail).GetProperty("id").GetString()!;

    public Task FaultAsync(object fault) => SendAsync(HttpMethod.Post, "/simulator/faults", fault);

    /// <summary>How many more requests all faults together can hit.</summary>
    public async Task<int> FaultsLeftAsync() => (await ItemsAsync("/simulator/faults")).Sum(fault => fault.GetProperty("times").GetInt32());

    /// <summary>Ends every fault.</summary>
    public async Task ClearFaultsAsync()
    {
        using var response = await _http.DeleteAsync("/simulator/faults", TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Deletes requests and messages; users, clients, secrets and settings stay.</summary>
    public async Task ClearStateAsync()
    {
        using var response = await _http.DeleteAsync("/simulator/state", TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until so many requests arrived, also unanswered ones.</summary>
    public Task WaitForRequestsAsync(string pathPart, int count) =>
        Eventually.GetAsync(() => RequestsAsync(pathPart), requests => requests.Count >= count, requests => $"{requests.Count} requests of {pathPart} came, not {count}.");

    /// <summary>Waits until so many messages are on the customers' phones.</summary>
    public Task WaitForMessagesAsync(int count) =>
        Eventually.GetAsync(MessagesAsync, messages => messages.Count >= count, messages => $"{messages.Count} messages arrived, not {count}.");

    public Task ClientAsync(object change, string clientId = DevelopmentValues.ClientId) => SendAsync(HttpMethod.Put, $"/simulator/clients/{clientId}", change);

    public Task SettingsAsync(object change) => SendAsync(HttpMethod.Put, "/simulator/settings", change);

    /// <summary>The default recipient presses a button.</summary>
    public async Task PressAsync(string messageId, string action) => await PressAsync($"user:{await UserIdAsync()}", messageId, action);

    /// <summary>A contact presses a button.</summary>
    public Task PressAsync(string contact, string messageId, string action) =>
        SendAsync(HttpMethod.Post, $"/simulator/conversations/{Uri.EscapeDataString(contact)}/press", new { messageId, action });

    /// <summary>The default recipient sends a text.</summary>
    public async Task SayAsync(string text) => await SayAsync($"user:{await UserIdAsync()}", text);

    /// <summary>A contact sends a text.</summary>
    public Task SayAsync(string contact, string text) => SendAsync(HttpMethod.Post, $"/simulator/conversations/{Uri.EscapeDataString(contact)}/say", new { text });

    /// <summary>An agent or the platform adds something to a contact's conversation: the operations <c>message</c> and <c>receipt</c>.</summary>
    public Task ActAsync(string contact, string operation, object body) =>
        SendAsync(HttpMethod.Post, $"/simulator/conversations/{Uri.EscapeDataString(contact)}/{operation}", body);

    /// <summary>Genesys posts this body, signed.</summary>
    public Task WebhookAsync(string body) => SendAsync(HttpMethod.Post, "/simulator/webhooks", new { body });

    /// <summary>The webhooks that Genesys posts, with their attempts, in order.</summary>
    public Task<IReadOnlyList<JsonElement>> WebhooksAsync() => ItemsAsync("/simulator/webhooks");

    /// <summary>All webhooks, once there are so many and none is pending.</summary>
    public Task<IReadOnlyList<JsonElement>> SettledWebhooksAsync(int count) => Eventually.GetAsync(
        WebhooksAsync,
        webhooks => webhooks.Count >= count && webhooks.All(webhook => webhook.GetProperty("state").GetString() != "pending"),
        webhooks => $"Not all of {webhooks.Count} webhooks were posted, or they are not {count}.");

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) =>
        [.. (await _http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken)).GetProperty("items").EnumerateArray()];

    private async Task SendAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
