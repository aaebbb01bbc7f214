using System.Collections.Concurrent;
using System.Net;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class StopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Request_Under_Way_Is_Neither_Awaited_Nor_Cancelled()
    {
        var gate = new Gate();
        await using var sut = await RuntimeHost.StartAsync([typeof(Open)], services => Patient(services).AddSingleton<AnswerRequest>(async (_, token) =>
        {
            await gate.PassAsync(token);
            return Results.Ok();
        }));
        var call = sut.Client().GetAsync("/api/open", Cancellation);
        await gate.Entered.WaitAsync(RuntimeHost.Patience, Cancellation);

        await sut.StopAsync().WaitAsync(RuntimeHost.Patience, Cancellation);

        Assert.False(gate.Token.IsCancellationRequested);
        Assert.False(call.IsCompleted);
        Assert.Contains(sut.Log.Lines, line => line is { EventId: 9008, Level: LogLevel.Warning });

        // The end of the process cuts the connection.
        await sut.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call);
        gate.Open();
    }

    [Fact]
    public async Task A_Message_Under_Way_Is_Neither_Awaited_Nor_Cancelled_Nor_Settled()
    {
        var scene = await QueueScene.NewAsync();
        var gate = new Gate();
        var ended = new TaskCompletionSource();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            async (_, token) =>
            {
                await gate.PassAsync(token);
                ended.SetResult();
            },
            configure: services => Patient(services),
            settings: "LocalRuntime:QueueLease=00:00:05");
        await gate.Entered.WaitAsync(RuntimeHost.Patience, Cancellation);

        await sut.StopAsync().WaitAsync(RuntimeHost.Patience, Cancellation);

        Assert.False(gate.Token.IsCancellationRequested);
        gate.Open();
        await ended.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.DisposeAsync();

        // Another process gets it when the lease, which nobody renews any more, is over.
        var again = new TaskCompletionSource<long>();
        await using var other = await scene.StartAsync([typeof(Orders)], (message, _) =>
        {
            again.SetResult(message.DequeueCount);
            return Task.CompletedTask;
        });
        Assert.Equal(2, await again.Task.WaitAsync(RuntimeHost.Patience, Cancellation));
    }

    [Fact]
    public async Task A_Hosted_Service_May_Wait_For_Requests_And_Their_Answers_Arrive()
    {
        var gate = new Gate();
        await using var sut = await RuntimeHost.StartAsync([typeof(Open)], services => Drained(services, gate).AddSingleton<AnswerRequest>(async (_, token) =>
        {
            await gate.PassAsync(token);
            return Results.Text("done");
        }));
        var call = sut.Client().GetAsync("/api/open", Cancellation);
        await gate.Entered.WaitAsync(RuntimeHost.Patience, Cancellation);

        var stop = sut.StopAsync();
        await gate.Waiting.WaitAsync(RuntimeHost.Patience, Cancellation);
        Assert.False(stop.IsCompleted);
        gate.Open();
        await stop.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.DisposeAsync();

        var response = await call;
        Assert.Equal((HttpStatusCode.OK, "done"), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.DoesNotContain(sut.Log.Lines, line => line.EventId == 9008);
    }

    [Fact]
    public async Task A_Hosted_Service_May_Wait_For_Messages_And_They_Are_Settled()
    {
        var scene = await QueueScene.NewAsync();
        var gate = new Gate();
        await scene.SendAsync("orders", "x");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (_, token) => gate.PassAsync(token),
            configure: services => Drained(services, gate));
        await gate.Entered.WaitAsync(RuntimeHost.Patience, Cancellation);

        var stop = sut.StopAsync();
        await gate.Waiting.WaitAsync(RuntimeHost.Patience, Cancellation);
        gate.Open();
        await stop.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.DisposeAsync();

        Assert.Equal((0, 0), await QueueScene.CountAsync(scene.Orders));
    }

    [Fact]
    public async Task Once_Stopping_Begins_No_New_Message_Is_Taken()
    {
        var scene = await QueueScene.NewAsync();
        var gate = new Gate();
        var taken = new ConcurrentQueue<string>();
        await scene.SendAsync("orders", "first");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (message, token) =>
            {
                taken.Enqueue(message.Body.ToString());
                return gate.PassAsync(token);
            },
            configure: services => Drained(services, gate));
        await gate.Entered.WaitAsync(RuntimeHost.Patience, Cancellation);

        var stop = sut.StopAsync();
        await gate.Waiting.WaitAsync(RuntimeHost.Patience, Cancellation);
        await scene.SendAsync("orders", "second");
        await scene.SendAsync(Beacon.Queue, "many polls later", TimeSpan.FromSeconds(2));
        await using var clock = await scene.StartAsync([typeof(Beacon)]);
        await scene.Beacon.Seen.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        gate.Open();
        await stop.WaitAsync(RuntimeHost.Patience, Cancellation);

        PeekedMessage[] left = await scene.Orders.PeekMessagesAsync(32, Cancellation);
        Assert.Equal(("second", 0), (Assert.Single(left).Body.ToString(), left[0].DequeueCount));
        Assert.Equal(["first"], taken);
    }

    // Long enough that a stop which waited for an invocation would show.
    private static IServiceCollection Patient(IServiceCollection services) =>
        services.Configure<HostOptions>(options => options.ShutdownTimeout = RuntimeHost.Patience * 2);

    private static IServiceCollection Drained(IServiceCollection services, Gate gate) =>
        Patient(services).AddSingleton(gate).AddHostedService<Drain>();
}
