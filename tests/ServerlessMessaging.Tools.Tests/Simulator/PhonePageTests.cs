using System.Net;
using System.Text.RegularExpressions;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed partial class PhonePageTests
{
    [Fact]
    public async Task GetPage_ReferencedFiles_AreServedLocally()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var page = await simulator.CallAsync(null, HttpMethod.Get, "/");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var named = NamedFiles().Matches(html).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.True(named.Count >= 3);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        foreach (var path in named)
        {
            using var file = await simulator.CallAsync(null, HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        }
    }

    [Fact]
    public async Task GetPage_SecurityHeaders_AllowOwnFilesOnly()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var page = await simulator.CallAsync(null, HttpMethod.Get, "/");

        var policy = page.Header("Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex NamedFiles();
}
