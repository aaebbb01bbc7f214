using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A bot flow on this machine that records every delivery and gives the responses of its test.</summary>
internal sealed class TestFlow : IAsyncDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<FlowResponse> _responses;
    private readonly ConcurrentQueue<FlowDelivery> _deliveries = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _app;
    private int _connections;

    private TestFlow(IEnumerable<FlowResponse> responses)
    {
        _responses = new(responses);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection =>
        {
            Interlocked.Increment(ref _connections);
            return next(connection);
        })));
        _app = builder.Build();
        _app.Run(RespondAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/events");

    public IReadOnlyList<FlowDelivery> Deliveries => [.. _deliveries];

    /// <summary>The number of connections accepted.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The response to every delivery for which no other is enqueued; 204 by default.</summary>
    public FlowResponse DefaultResponse { get; set; } = FlowResponses.Status(StatusCodes.Status204NoContent);

    /// <summary>Starts a flow that gives these responses in turn, then <see cref="DefaultResponse"/>.</summary>
    public static async Task<TestFlow> StartAsync(params FlowResponse[] responses)
    {
        var flow = new TestFlow(responses);
        await flow._app.StartAsync(TestContext.Current.CancellationToken);
        return flow;
    }

    /// <summary>Adds the response to a later delivery, after those that are already enqueued.</summary>
    public void EnqueueResponse(FlowResponse response) => _responses.Enqueue(response);

    /// <summary>Waits until so many deliveries came.</summary>
    public async Task<IReadOnlyList<FlowDelivery>> WaitAsync(int count)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(WaitTimeout);
        while (_deliveries.Count < count)
        {
            try
            {
                await _signal.Reader.ReadAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_deliveries.Count} deliveries came, not {count}.");
            }
        }

        return Deliveries;
    }

    /// <summary>Waits for the first delivery of a kind.</summary>
    public async Task<FlowDelivery> WaitForAsync(Func<FlowDelivery, bool> predicate)
    {
        for (var count = 1; ; count++)
        {
            if ((await WaitAsync(count)).FirstOrDefault(predicate) is { } found)
            {
                return found;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var response = _responses.TryDequeue(out var next) ? next : DefaultResponse;
        _deliveries.Enqueue(new(headers, body.ToArray()));
        _signal.Writer.TryWrite(true);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        try
        {
            await response(context, either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
