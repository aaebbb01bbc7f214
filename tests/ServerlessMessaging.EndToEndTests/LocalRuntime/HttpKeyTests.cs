using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class HttpKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", null, HttpStatusCode.Unauthorized)]
    [InlineData("", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("", "SECRET", HttpStatusCode.Unauthorized)]
    [InlineData("", "secret", HttpStatusCode.OK)]
    [InlineData("?code=secret", null, HttpStatusCode.OK)]
    [InlineData("?code=wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=", null, HttpStatusCode.Unauthorized)]
    [InlineData("?code=wrong", "secret", HttpStatusCode.OK)]
    [InlineData("?code=secret", "wrong", HttpStatusCode.Unauthorized)]
    public async Task A_Locked_Function_Wants_Its_Key(string query, string? header, HttpStatusCode expected)
    {
        await using var sut = await RuntimeHost.StartAsync([typeof(Locked)], settings: "LocalRuntime:FunctionKey=secret");

        var response = await GetAsync(sut, $"/api/locked{query}", header);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? "GET" : string.Empty, await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task The_Key_Is_Local_Unless_Told_Otherwise()
    {
        await using var sut = await RuntimeHost.StartAsync([typeof(Locked)]);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(sut, "/api/locked", "local")).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task An_Anonymous_Function_Lets_Everybody_In(string? header)
    {
        await using var sut = await RuntimeHost.StartAsync(
            [typeof(Open)],
            services => services.AddSingleton<AnswerRequest>((_, _) => Task.FromResult(Results.NoContent())));

        Assert.Equal(HttpStatusCode.NoContent, (await GetAsync(sut, "/api/open", header)).StatusCode);
    }

    private static async Task<HttpResponseMessage> GetAsync(RuntimeHost sut, string path, string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        return await sut.Client().SendAsync(request, Cancellation);
    }
}
