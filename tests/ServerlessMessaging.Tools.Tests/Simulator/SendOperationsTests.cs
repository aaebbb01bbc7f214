using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>The common behaviour of all send operations.</summary>
public sealed class SendOperationsTests
{
    private const string Agentless =
        $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"c-42","toAddressMessengerType":"open","textBody":"Hello"}""";

    /// <summary>Path and valid body.</summary>
    public static TheoryData<string, string> Operations => new()
    {
        { RunningSimulator.SendPath, TestMessages.Text },
        { RunningSimulator.EventsPath, TestEvents.List(TestEvents.Text()) },
        { RunningSimulator.AgentlessPath, Agentless },
        { RunningSimulator.BotPath, TestBotMessages.Text },
    };

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_ValidMessage_IsDeliveredLoggedAndCounted(string path, string json)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(path, json);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("1", response.Header("inin-ratelimit-count"));
        var request = Assert.Single((await simulator.ControlJsonAsync("requests")).Items(), item => item.Text("path") == path);
        Assert.Equal((json, (int)response.StatusCode), (request.Text("body"), request.GetProperty("status").GetInt32()));
        Assert.Equal(1, await DeliveredAsync(simulator));
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_TokenMissing_DeliversNothing(string path, string json)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(null, HttpMethod.Post, path, json);

        await response.AssertRefusedAsync(HttpStatusCode.Unauthorized, "authentication.required");
        Assert.Equal(0, await DeliveredAsync(simulator));
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_WrongMethodTypeOrSize_IsRefused(string path, string json)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var method = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, path);
        using var type = await PostAsync(simulator, path, Encoding.UTF8.GetBytes(json), "text/plain");
        using var size = await PostAsync(simulator, path, new byte[512_001], "application/json");

        await method.AssertRefusedAsync(HttpStatusCode.MethodNotAllowed, "method.not.allowed");
        await type.AssertRefusedAsync(HttpStatusCode.UnsupportedMediaType, "unsupported.media.type");
        await size.AssertRefusedAsync(HttpStatusCode.RequestEntityTooLarge, "request.entity.too.large");
        Assert.Equal(0, await DeliveredAsync(simulator));
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_FaultBeforeOrAfter_DeliversOnlyAfter(string path, string json)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var before = await simulator.ControlAsync(HttpMethod.Post, "faults", $$"""{"match":"POST {{path}}","status":503,"retryAfter":7}""");
        using var after = await simulator.ControlAsync(HttpMethod.Post, "faults", $$"""{"match":"POST {{path}}","status":504,"when":"after"}""");
        using var first = await simulator.PostAsync(path, json);
        var afterFirst = await DeliveredAsync(simulator);
        using var second = await simulator.PostAsync(path, json);

        await first.AssertRefusedAsync(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.Equal(("7", 0), (first.Header("Retry-After"), afterFirst));
        await second.AssertRefusedAsync(HttpStatusCode.GatewayTimeout, "request.timeout");
        Assert.Equal(1, await DeliveredAsync(simulator));
    }

    [Theory]
    [MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task Send_LimitExceeded_DeliversNothing(string path, string json)
    {
        await using var simulator = await RunningSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0, RateLimitAllowed = 1 });
        var token = await simulator.TokenAsync();
        using var first = await simulator.PostAsync(path, json, token);
        using var second = await simulator.PostAsync(path, json, token);

        await second.AssertRefusedAsync(HttpStatusCode.TooManyRequests, "too.many.requests.retry.after");
        Assert.Equal(1, await DeliveredAsync(simulator));
    }

    [Fact]
    public async Task GetConversations_AllContacts_HaveUniqueIds()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var sent = await simulator.PostAsync(RunningSimulator.AgentlessPath, Agentless);
        var contacts = (await simulator.ControlJsonAsync("conversations")).Items().Select(item => item.GetProperty("contact").Text("id")).ToList();

        Assert.Equal(contacts.Distinct(), contacts);
        Assert.Equal(
            [TestEvents.Messenger, TestEvents.Closed, TestEvents.Instagram, TestEvents.Tutorial, TestBotMessages.Contact, "customer:c-42"],
            contacts.Where(id => !id.StartsWith("user:", StringComparison.Ordinal)));
    }

    private static async Task<int> DeliveredAsync(RunningSimulator simulator) =>
        (await simulator.ControlJsonAsync("conversations")).Items().Sum(conversation => conversation.List("messages").Count);

    private static async Task<HttpResponseMessage> PostAsync(RunningSimulator simulator, string path, byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await simulator.TokenAsync());
        return await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
