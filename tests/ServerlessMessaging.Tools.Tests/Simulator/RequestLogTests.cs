using System.Net.Http.Headers;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class RequestLogTests
{
    [Fact]
    public async Task GetRequests_AfterCalls_ListsThemUnchangedInOrder()
    {
        const string Json = """{ "type":"message", "content":[{"type":"text","text":"é \u00e9 <b>"}] }""";
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var found = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/users?email=a%40b.com&pageSize=1");
        using var sent = await simulator.SendAsync(Json, token);
        using var refused = await simulator.SendAsync("{", token);

        var requests = (await simulator.ControlJsonAsync("requests")).Items();
        Assert.Equal(
            [
                ("POST", "/oauth/token", 200),
                ("GET", "/api/v2/users?email=a%40b.com&pageSize=1", 200),
                ("POST", RunningSimulator.SendPath, 202),
                ("POST", RunningSimulator.SendPath, 400),
            ],
            requests.Select(request => (request.Text("method"), request.Text("path"), request.GetProperty("status").GetInt32())));
        Assert.Equal(["", Json, "{"], requests.Skip(1).Select(request => request.Text("body")));
        Assert.All(requests, request => Assert.True(request.GetProperty("at").TryGetDateTimeOffset(out _)));
        Assert.Equal("application/json; charset=utf-8", requests[2].GetProperty("headers").Text("Content-Type"));
    }

    [Fact]
    public async Task GetRequests_SecretsSent_AreHidden()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/users");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("Cookie", "session=private-cookie");
        using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
        using var vault = new VaultCaller(simulator.Simulator);
        await vault.Secrets.SetSecretAsync("spare", "private-value", TestContext.Current.CancellationToken);

        var requests = await simulator.ControlJsonAsync("requests");
        var text = requests.GetRawText();
        string[] secrets =
        [
            token, simulator.Simulator.VaultToken, "private-cookie", "private-value", "client_credentials",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DevelopmentValues.ClientId}:{DevelopmentValues.ClientSecret}")),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Equal("***", requests.Items()[0].Text("body"));
        Assert.Equal("***", requests.Items()[1].GetProperty("headers").Text("Cookie"));
        Assert.Contains(requests.Items(), item => item.Text("method") == "PUT" && item.Text("body") == "***");
    }

    [Fact]
    public async Task GetRequests_ControlApiAndPhoneCalls_AreNotListed()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var page = await simulator.CallAsync(null, HttpMethod.Get, "/");
        using var control = await simulator.ControlAsync(HttpMethod.Get, "users");

        Assert.Empty((await simulator.ControlJsonAsync("requests")).Items());
    }

    [Fact]
    public async Task SendMessage_ManyConcurrently_AllAreDeliveredAndListed()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (number, _) =>
        {
            using var response = await simulator.SendAsync($$"""{"type":"message","content":[{"type":"text","text":"{{number}}"}]}""", token);
        });

        var texts = (await simulator.MessagesAsync()).Select(message => message.List("display")[0].GetString()!);
        Assert.Equal(Enumerable.Range(0, 200), texts.Select(int.Parse).Order());
        Assert.Equal(201, (await simulator.ControlJsonAsync("requests")).Items().Count);
    }
}
