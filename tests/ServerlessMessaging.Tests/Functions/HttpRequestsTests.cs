using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions.Http;

namespace ServerlessMessaging.Tests.Functions;

/// <summary>Headers are measured before they are parsed.</summary>
public sealed class HttpRequestsTests
{
    [Theory]
    [InlineData("respond-async", true)]
    [InlineData("wait=5, Respond-Async; x=1", true)]
    [InlineData("respond-sync", false)]
    [InlineData("", false)]
    public void PrefersRespondAsync_Header_IsReadByItsNames(string value, bool prefers)
    {
        Assert.Equal(prefers, Prefers(value));
        Assert.Equal(prefers, Prefers(value.PadRight(1000)));
        Assert.False(Prefers(value.PadRight(1001)));
    }

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 415)]
    public async Task WithJsonAsync_ContentTypeBeyondItsBound_IsNotSupported(int length, int status)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = "application/json; a=".PadRight(length, 'b');
        var requests = new HttpRequests(new HttpResponses(Options.Create(new ProblemOptions())), NullLogger<HttpRequests>.Instance);

        var result = await requests.WithJsonAsync(request, 100, _ => Task.FromResult(Results.Ok()));

        Assert.Equal(status, Assert.IsType<IStatusCodeHttpResult>(result, exactMatch: false).StatusCode);
    }

    private static bool Prefers(string value)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers["Prefer"] = value;
        return HttpRequests.PrefersRespondAsync(request);
    }
}
