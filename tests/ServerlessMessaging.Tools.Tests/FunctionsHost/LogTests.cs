using System.Net;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class LogTests
{
    private const string Category = "ServerlessMessaging.Tools.Tests.App.HttpFunctions";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_FunctionLogs_KeepCategoryLevelAndException(bool asProcess)
    {
        await using var sut = asProcess ? await TestHost.StartProcessAsync() : await TestHost.StartAsync(new());

        using var response = await sut.Http.GetAsync("/app/v1/log", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);

        var noted = await sut.Log.WaitForAsync(line => line.Category == Category && line.EventId == 7);
        Assert.Equal((LogLevel.Information, "noted 1"), (noted.Level, noted.Text));
        var warned = await sut.Log.WaitForAsync(line => line.Category == Category && line.EventId == 8);
        Assert.Equal((LogLevel.Warning, "warned"), (warned.Level, warned.Text));
        Assert.Contains("odd", warned.Exception?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_HostServers_LogWarningsOnly()
    {
        await using var sut = await TestHost.StartProcessAsync(settings: ("Logging__LogLevel__Microsoft", "None"));

        Assert.DoesNotContain(sut.Log.Lines, line => line.Level < LogLevel.Warning && (line.Category.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || line.Category == "Azure.Core"));
    }
}
