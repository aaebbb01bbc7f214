using System.Net;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class EventFaultTests
{
    private const string Match = """{"match":"POST /api/v2/messaging/messaging/events" """;

    [Theory]
    [InlineData("before", new[] { "1", "2" })]
    [InlineData("after", new[] { "1", "2", "3" })]
    public async Task SendEvents_ItemFaultWithoutBody_OmitsItemFromResponse(string when, string[] delivered)
    {
        await using var simulator = await StartAsync($$"""{{Match}},"item":2,"when":"{{when}}"}""");
        var responses = await SendAsync(simulator);

        Assert.Equal(2, responses.Count);
        Assert.Equal(delivered, await TextsAsync(simulator));
        Assert.Equal(responses.Select(response => response.Text("id")), (await simulator.MessagesAsync(TestEvents.Messenger)).Take(2).Select(message => message.Text("id")));
    }

    [Theory]
    [InlineData("before", new[] { "1", "3" })]
    [InlineData("after", new[] { "1", "2", "3" })]
    public async Task SendEvents_ItemFaultWithEmptyObject_ReturnsNeitherIdNorError(string when, string[] delivered)
    {
        await using var simulator = await StartAsync($$"""{{Match}},"item":1,"when":"{{when}}","body":"{}"}""");
        var responses = await SendAsync(simulator);

        Assert.Equal(3, responses.Count);
        Assert.Equal("{}", responses[1].GetRawText());
        Assert.Equal(delivered, await TextsAsync(simulator));
    }

    [Theory]
    [InlineData("too.many.requests.retry.after")]
    [InlineData("internal.server.error")]
    public async Task SendEvents_ItemFaultWithError_ReturnsError(string code)
    {
        await using var simulator = await StartAsync($$$"""{{{Match}}},"item":0,"body":"{\"error\":{\"code\":\"{{{code}}}\",\"message\":\"m\"}}"}""");
        var responses = await SendAsync(simulator);

        Assert.Equal((code, "m"), (responses[0].GetProperty("error").Text("code"), responses[0].GetProperty("error").Text("message")));
        Assert.All(responses.Skip(1), response => Assert.NotEmpty(response.Text("id")));
        Assert.Equal(["2", "3"], await TextsAsync(simulator));
    }

    [Fact]
    public async Task SendEvents_FaultWithBodyAfter_DeliversAllAndReturnsBody()
    {
        await using var simulator = await StartAsync($$"""{{Match}},"status":200,"when":"after","body":"{}"}""");
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, Three);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(JsonValueKind.Object, (await response.JsonAsync()).ValueKind);
        Assert.Equal(["1", "2", "3"], await TextsAsync(simulator));
    }

    [Fact]
    public async Task SendEvents_SeveralItemFaults_ApplyAsOftenAsConfigured()
    {
        await using var simulator = await StartAsync($$"""{{Match}},"item":0,"body":"1"}""", $$"""{{Match}},"item":2,"body":"null","times":2}""");
        var first = await SendAsync(simulator);
        var second = await SendAsync(simulator);
        var third = await SendAsync(simulator);

        Assert.Equal([JsonValueKind.Number, JsonValueKind.Object, JsonValueKind.Null], first.Select(item => item.ValueKind));
        Assert.Equal([JsonValueKind.Object, JsonValueKind.Object, JsonValueKind.Null], second.Select(item => item.ValueKind));
        Assert.All(third, item => Assert.Equal(JsonValueKind.Object, item.ValueKind));
        Assert.Empty((await simulator.ControlJsonAsync("faults")).Items());
    }

    [Fact]
    public async Task SendEvents_ItemFaultBeyondList_StaysConfigured()
    {
        await using var simulator = await StartAsync("""{"match":"/","item":3}""");
        var responses = await SendAsync(simulator);
        using var users = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, "/api/v2/users");

        Assert.Equal(3, responses.Count);
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
        Assert.Single((await simulator.ControlJsonAsync("faults")).Items());
    }

    [Fact]
    public async Task SendEvents_RequestFault_DoesNotAffectItems()
    {
        await using var simulator = await StartAsync($$"""{{Match}},"status":504,"when":"after","times":2}""");
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, Three);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(["1", "2", "3"], await TextsAsync(simulator));
        Assert.Equal(1, Assert.Single((await simulator.ControlJsonAsync("faults")).Items()).GetProperty("times").GetInt32());
    }

    private static string Three => TestEvents.List(TestEvents.Text("1"), TestEvents.Text("2"), TestEvents.Text("3"));

    private static async Task<RunningSimulator> StartAsync(params string[] faults)
    {
        var simulator = await RunningSimulator.StartAsync();
        foreach (var fault in faults)
        {
            using var response = await simulator.ControlAsync(HttpMethod.Post, "faults", fault);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        return simulator;
    }

    private static async Task<IReadOnlyList<JsonElement>> SendAsync(RunningSimulator simulator)
    {
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, Three);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync()).EnumerateArray()];
    }

    private static async Task<IEnumerable<string>> TextsAsync(RunningSimulator simulator) =>
        (await simulator.MessagesAsync(TestEvents.Messenger)).Select(message => message.List("display")[0].GetString()!);
}
