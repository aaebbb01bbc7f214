using System.Diagnostics;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class StartTimeTests(ITestOutputHelper output)
{
    private const int Starts = 5;

    [Fact]
    public async Task Start_SameAppRepeatedly_TakesUnderTwoSeconds()
    {
        var storage = await TestStorage.NewAccountAsync();
        var best = TimeSpan.MaxValue;
        for (var number = 1; number <= Starts; number++)
        {
            var from = Stopwatch.GetTimestamp();
            var sut = await TestHost.StartAsync(new(), storage: storage);
            var start = Stopwatch.GetElapsedTime(from);
            await sut.Http.GetStringAsync("/app/v1/call", TestContext.Current.CancellationToken);
            var response = Stopwatch.GetElapsedTime(from);
            from = Stopwatch.GetTimestamp();
            await sut.DisposeAsync();
            output.WriteLine($"start {number}: {start.TotalMilliseconds:N0} ms, first response after {response.TotalMilliseconds:N0} ms, stop {Stopwatch.GetElapsedTime(from).TotalMilliseconds:N0} ms");
            best = start < best ? start : best;
        }

        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
