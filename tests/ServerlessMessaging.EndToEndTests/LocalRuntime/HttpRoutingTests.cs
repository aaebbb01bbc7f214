using System.Net;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class HttpRoutingTests
{
    private static readonly Type[] Functions = [typeof(Unnamed), typeof(Routed), typeof(Locked)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{ "version": "2.0" }""", "/api/unnamed")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "bridge/v1" } } }""", "/bridge/v1/unnamed")]
    [InlineData("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""", "/unnamed")]
    public async Task Honours_The_Route_Prefix(string hostJson, string path)
    {
        await using var sut = await RuntimeHost.StartAsync(Functions, hostJson: hostJson);

        Assert.Equal("GET", await sut.Client().GetStringAsync(path, Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, (await sut.Client().GetAsync($"/elsewhere{path}", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("POST", "/api/locked")]
    [InlineData("HEAD", "/api/locked")]
    [InlineData("GET", "/api/routed/a/1/not-a-guid")]
    public async Task An_Unknown_Route_Or_A_Wrong_Verb_Is_Not_Found(string verb, string path)
    {
        await using var sut = await RuntimeHost.StartAsync(Functions);

        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        var response = await sut.Client().SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Empty(response.Headers.Server);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task A_Function_Without_Verbs_Takes_Every_One(string verb)
    {
        await using var sut = await RuntimeHost.StartAsync(Functions);

        using var request = new HttpRequestMessage(new HttpMethod(verb), "/api/unnamed");
        var response = await sut.Client().SendAsync(request, Cancellation);

        Assert.Equal(verb, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/routed/a%20b/42/11111111-2222-3333-4444-555555555555/Friday", "GET a b 42 11111111-2222-3333-4444-555555555555 Friday")]
    [InlineData("/api/Routed/x/-1/11111111-2222-3333-4444-555555555555", "GET x -1 11111111-2222-3333-4444-555555555555 none")]
    public async Task Route_Values_Become_Parameters_By_Name(string path, string expected)
    {
        await using var sut = await RuntimeHost.StartAsync(Functions);

        Assert.Equal(expected, await sut.Client().GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_Route_Value_That_Does_Not_Fit_Is_An_Empty_500()
    {
        await using var sut = await RuntimeHost.StartAsync(Functions);

        var response = await sut.Client().GetAsync("/api/routed/x/many/11111111-2222-3333-4444-555555555555", Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Every_Function_Is_Named_Once_At_The_Start()
    {
        await using var sut = await RuntimeHost.StartAsync(Functions);

        Assert.Equal(
            [
                "Function Locked: GET /api/locked (Function)",
                "Function Routed: GET /api/routed/{id}/{number}/{guid:guid}/{day?} (Anonymous)",
                "Function Unnamed: * /api/Unnamed (Anonymous)",
            ],
            sut.Log.Lines.Where(line => line.EventId == 9000).Select(line => line.Text));
    }
}
