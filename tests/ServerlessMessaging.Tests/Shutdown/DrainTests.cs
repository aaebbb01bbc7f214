using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSubstitute;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Shutdown;

public sealed class DrainTests : IDisposable
{
    private readonly RunningInvocations _running = new();
    private readonly IHostApplicationLifetime _lifetime = Substitute.For<IHostApplicationLifetime>();
    private readonly CapturedLog _log = new();
    private readonly FakeTime _time = new();
    private readonly LoggerFactory _loggers;

    public DrainTests() => _loggers = new LoggerFactory([_log]);

    [Fact]
    public void StopAsync_NothingRuns_CompletesAtOnce() => Assert.True(StopAsync(CancellationToken.None).IsCompletedSuccessfully);

    [Fact]
    [Trait("Fault", "F21")]
    public async Task StopAsync_InvocationsRun_WaitsForTheLastAndForTheReportOfItsResult()
    {
        var first = _running.Begin();
        var second = _running.Begin();
        var stopping = StopAsync(CancellationToken.None);

        first.Dispose();
        first.Dispose();
        Assert.False(stopping.IsCompleted);
        second.Dispose();
        var ended = _time.GetTimestamp();
        while (!stopping.IsCompleted)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.True(_time.GetElapsedTime(ended) >= ServerlessMessaging.Shutdown.Drain.ReportTime);
        await stopping.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, _running.Count);
    }

    [Fact]
    [Trait("Fault", "F21")]
    public async Task StopAsync_HostTimeoutEnds_LogsTheAbandonedInvocations()
    {
        using var invocation = _running.Begin();
        using var grace = new CancellationTokenSource();
        var stopping = StopAsync(grace.Token);

        await grace.CancelAsync();

        await stopping.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Contains(EventIds.InvocationsAbandoned, _log.EventIds);
    }

    [Fact]
    [Trait("Fault", "F21")]
    public async Task StartAsync_ApplicationStopping_MarksRunningInvocationsAsStopping()
    {
        using var stopping = new CancellationTokenSource();
        _lifetime.ApplicationStopping.Returns(stopping.Token);
        await Drain().StartAsync(TestContext.Current.CancellationToken);
        Assert.False(_running.IsStopping);

        await stopping.CancelAsync();

        Assert.True(_running.IsStopping);
    }

    // The worker stops its application once more when it loses its connection to the host.
    [Fact]
    [Trait("Fault", "F21")]
    public async Task Dispose_ApplicationStopsAfterwards_LeavesTheDisposedCount()
    {
        using var stopping = new CancellationTokenSource();
        _lifetime.ApplicationStopping.Returns(stopping.Token);
        var drain = Drain();
        await drain.StartAsync(TestContext.Current.CancellationToken);

        drain.Dispose();
        _running.Dispose();

        await stopping.CancelAsync();
    }

    public void Dispose() => _loggers.Dispose();

    private Drain Drain() => new(_running, _lifetime, _time, _loggers.CreateLogger<Drain>());

    private Task StopAsync(CancellationToken cancellationToken) => Drain().StopAsync(cancellationToken);
}
