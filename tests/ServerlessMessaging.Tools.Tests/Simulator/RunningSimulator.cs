using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>A simulator on free ports, with the calls of most tests.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    public const string RecipientId = "6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02";

    public const string SendPath = $"/api/v2/openmessaging/channels/user:{RecipientId}/messages";

    public const string EventsPath = "/api/v2/messaging/messaging/events";

    public const string AgentlessPath = "/api/v2/conversations/messages/agentless";

    public const string BotPath = "/api/v2/integrations/botconnectors/outgoing/messages";

    private RunningSimulator(GenesysSimulator simulator)
    {
        Simulator = simulator;
        Http = HttpClients.Create(simulator.Address);
    }

    public GenesysSimulator Simulator { get; }

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningSimulator> StartAsync(SimulatorOptions? options = null) =>
        new(await GenesysSimulator.StartAsync(options ?? new SimulatorOptions { Port = 0, VaultPort = 0 }, Cancellation));

    public Task<HttpResponseMessage> LoginAsync(
        string clientId = DevelopmentValues.ClientId,
        string clientSecret = DevelopmentValues.ClientSecret,
        string form = "grant_type=client_credentials")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{clientSecret}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return Http.SendAsync(request, Cancellation);
    }

    public async Task<string> TokenAsync(
        string clientId = DevelopmentValues.ClientId, string clientSecret = DevelopmentValues.ClientSecret)
    {
        using var response = await LoginAsync(clientId, clientSecret);
        return (await response.JsonAsync()).Text("access_token");
    }

    public Task<HttpResponseMessage> CallAsync(string? token, HttpMethod method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return Http.SendAsync(request, Cancellation);
    }

    public Task<HttpResponseMessage> SendAsync(string json, string? token = null) => PostAsync(SendPath, json, token);

    public async Task<HttpResponseMessage> PostAsync(string path, string json, string? token = null) =>
        await CallAsync(token ?? await TokenAsync(), HttpMethod.Post, path, json);

    public Task<HttpResponseMessage> ControlAsync(HttpMethod method, string path, string? json = null) =>
        CallAsync(null, method, $"/simulator/{path}", json);

    public async Task<JsonElement> ControlJsonAsync(string path)
    {
        using var response = await ControlAsync(HttpMethod.Get, path);
        return await response.JsonAsync();
    }

    /// <summary>The conversation of a contact; null when the contact is unknown.</summary>
    public async Task<JsonElement?> ConversationAsync(string contactId)
    {
        var found = (await ControlJsonAsync("conversations")).Items().Where(item => item.GetProperty("contact").Text("id") == contactId).ToList();
        return found.Count == 0 ? null : Assert.Single(found);
    }

    /// <summary>The messages of the recipient or of another contact.</summary>
    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(string contactId = $"user:{RecipientId}") =>
        (await ConversationAsync(contactId))?.List("messages") ?? [];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Simulator.DisposeAsync();
    }
}
