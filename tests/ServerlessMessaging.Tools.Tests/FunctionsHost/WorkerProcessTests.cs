using System.Diagnostics;
using System.Globalization;
using System.Net;
using ServerlessMessaging.FunctionsHost;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class WorkerProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KillWorker_RequestInFlight_FailsAndNextWorkerServes()
    {
        await using var sut = await TestHost.StartProcessAsync();
        var first = await WorkerIdAsync(sut.Http);
        var inFlight = sut.Http.GetAsync("/app/v1/call?hang", Cancellation);
        Assert.Equal("hangs", (await sut.Storage.ReceiveAsync("results")).Body.ToString());
        var next = sut.Host.NextWorker;

        sut.Host.KillWorker();

        using var failed = await inFlight;
        Assert.InRange((int)failed.StatusCode, 500, 599);
        Assert.Empty(await failed.Content.ReadAsStringAsync(Cancellation));

        // A request during the restart waits for the next worker.
        var second = await WorkerIdAsync(sut.Http);
        Assert.True(next.IsCompletedSuccessfully);
        Assert.NotEqual(first, second);
        await Processes.WaitForEndAsync(first);
        Assert.Contains(sut.Log.Lines, line => line.EventId == 9007);
    }

    [Fact]
    public async Task KillWorker_MessageInFlight_IsRedeliveredAfterLease()
    {
        await using var sut = await TestHost.StartProcessAsync(new() { QueueLease = TimeSpan.FromSeconds(4) });
        await sut.Storage.SendAsync("orders", "hang");
        var first = await ResultAsync(sut);

        sut.Host.KillWorker();

        await sut.Log.WaitForAsync(line => line.EventId == 9004);
        var second = await ResultAsync(sut);
        Assert.Equal(1, first.DequeueCount);
        Assert.True(second.DequeueCount > 1);
        Assert.NotEqual(first.Worker, second.Worker);
    }

    [Fact]
    public async Task KillWorker_RestartLimitReached_FaultsCompletion()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var sut = await TestHost.StartProcessAsync(new() { TimeProvider = time });
        for (var restart = 0; restart < 5; restart++)
        {
            var next = sut.Host.NextWorker;
            sut.Host.KillWorker();
            await Eventually.GetAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult(next.IsCompleted);
                },
                completed => completed,
                "The worker was not started again.");
            await next;
        }

        sut.Host.KillWorker();

        await Assert.ThrowsAsync<FunctionAppHostException>(() => sut.Host.Completion.WaitAsync(TestHost.WaitTimeout, Cancellation));
        using var response = await sut.Http.GetAsync("/app/v1/call", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task KillWorker_InThisProcess_ThrowsNotSupported()
    {
        await using var sut = await TestHost.StartAsync(new());

        Assert.Throws<NotSupportedException>(sut.Host.KillWorker);
    }

    [Fact]
    public async Task KillHost_WorkerRunning_WorkerEnds()
    {
        using var host = await HostProcess.StartAsync();
        using var http = TestHost.CreateClient(host.Address);
        var worker = await WorkerIdAsync(http);

        var from = Stopwatch.GetTimestamp();
        host.Kill();

        await Processes.WaitForEndAsync(worker);
        Assert.InRange(Stopwatch.GetElapsedTime(from), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<int> WorkerIdAsync(HttpClient http) => int.Parse(await http.GetStringAsync("/app/v1/call", Cancellation), CultureInfo.InvariantCulture);

    private static async Task<(string Worker, int DequeueCount)> ResultAsync(TestHost sut)
    {
        var message = await sut.Storage.ReceiveAsync("results");
        await sut.Storage.Queue("results").DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        var parts = message.Body.ToString().Split(' ');
        return (parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
