using System.Net;
using Microsoft.AspNetCore.Http;
using ServerlessMessaging.FunctionsHost;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class StopTests
{
    private static readonly FunctionAppHostOptions LongDrain = new() { DrainTimeout = TestHost.WaitTimeout };
    private static readonly FunctionAppHostOptions ShortDrain = new() { DrainTimeout = TimeSpan.FromMilliseconds(100) };

    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_RequestInFlight_WaitsAndRefusesNewRequests()
    {
        await using var sut = await TestHost.StartAsync(new() { OnCall = (_, _) => RunAsync<IResult>(Results.Text("done")) }, LongDrain);
        var call = sut.Http.GetStringAsync("/app/v1/call", Cancellation);
        await _entered.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        var stop = sut.Host.DisposeAsync().AsTask();
        await Eventually.GetAsync(() => IsRefusedAsync(sut.Http), refused => refused, "New requests are still accepted.");
        Assert.False(stop.IsCompleted);
        _release.SetResult();

        Assert.Equal("done", await call);
        await stop.WaitAsync(TestHost.WaitTimeout, Cancellation);
    }

    [Fact]
    public async Task Stop_MessageInFlight_WaitsAndReceivesNoOther()
    {
        await using var sut = await TestHost.StartAsync(new() { OnOrder = (_, _) => RunAsync(0) }, LongDrain);
        await sut.Storage.SendAsync("orders", "first");
        await _entered.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        var stop = sut.Host.DisposeAsync().AsTask();
        await sut.Log.WaitForAsync(line => line.Text.Contains("DrainMode mode enabled", StringComparison.Ordinal));
        await sut.Storage.SendAsync("orders", "second");
        Assert.False(stop.IsCompleted);
        _release.SetResult();
        await stop.WaitAsync(TestHost.WaitTimeout, Cancellation);

        Assert.Equal((1, 1), await sut.Storage.CountAsync("orders"));
        Assert.Equal(("second", 1), await ReceiveAsync(sut));
    }

    [Fact]
    public async Task Stop_DrainTimesOut_AbortsRequestsAndReleasesMessages()
    {
        await using var sut = await TestHost.StartAsync(
            new()
            {
                OnCall = async (_, _) =>
                {
                    await _release.Task;
                    return Results.Ok();
                },
                OnOrder = (_, _) => RunAsync(0),
            },
            ShortDrain);
        await sut.Storage.SendAsync("orders", "x");
        var call = sut.Http.GetStringAsync("/app/v1/call", Cancellation);
        await _entered.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);

        await sut.Host.DisposeAsync().AsTask().WaitAsync(TestHost.WaitTimeout, Cancellation);

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
        Assert.Contains(sut.Log.Lines, line => line.EventId == 9009);
        Assert.Equal(("x", 2), await ReceiveAsync(sut));
        _release.SetResult();
    }

    [Fact]
    public async Task Stop_WorkerProcess_EndsWithoutKill()
    {
        var sut = await TestHost.StartProcessAsync();
        var id = int.Parse(await sut.Http.GetStringAsync("/app/v1/call", Cancellation), System.Globalization.CultureInfo.InvariantCulture);

        await sut.DisposeAsync();

        await Processes.WaitForEndAsync(id);
        Assert.DoesNotContain(sut.Log.Lines, line => line.EventId is 9007 or 9010);
    }

    [Fact]
    public async Task Stop_MessageNeverCompletes_EndsProcessAndReleasesMessage()
    {
        var sut = await TestHost.StartProcessAsync(ShortDrain);
        await sut.Storage.SendAsync("orders", "hang");
        Assert.EndsWith(" 1 hang", (await sut.Storage.ReceiveAsync("results")).Body.ToString(), StringComparison.Ordinal);

        await sut.DisposeAsync();

        Assert.Equal(("hang", 2), await ReceiveAsync(sut));
    }

    private static async Task<(string Body, long DequeueCount)> ReceiveAsync(TestHost sut)
    {
        var message = await sut.Storage.ReceiveAsync("orders");
        return (message.Body.ToString(), message.DequeueCount);
    }

    private static async Task<bool> IsRefusedAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync("/", Cancellation);
            return response.StatusCode != HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }

    private async Task<T> RunAsync<T>(T result)
    {
        _entered.TrySetResult();
        await _release.Task;
        return result;
    }
}
