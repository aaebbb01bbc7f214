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

/// <summary>A bot flow on this machine that keeps every delivery and answers each as its test says.</summary>
internal sealed class TestFlow : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<FlowAnswer> _answers;
    private readonly ConcurrentQueue<FlowDelivery> _deliveries = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _app;
    private int _connections;

    private TestFlow(IEnumerable<FlowAnswer> answers)
    {
        _answers = new(answers);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection =>
        {
            Interlocked.Increment(ref _connections);
            return next(connection);
        })));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/events");

    /// <summary>What came so far.</summary>
    public IReadOnlyList<FlowDelivery> Deliveries => [.. _deliveries];

    /// <summary>How often anybody connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The response to every delivery for which no other was given; 204 by default.</summary>
    public FlowAnswer UsualAnswer { get; set; } = FlowAnswers.Status(StatusCodes.Status204NoContent);

    /// <summary>Answers the deliveries in turn as told, and every later one with <see cref="UsualAnswer"/>.</summary>
    public static async Task<TestFlow> StartAsync(params FlowAnswer[] answers)
    {
        var flow = new TestFlow(answers);
        await flow._app.StartAsync(TestContext.Current.CancellationToken);
        return flow;
    }

    /// <summary>Says how the next delivery that nobody has spoken of yet is answered.</summary>
    public void Answer(FlowAnswer answer) => _answers.Enqueue(answer);

    /// <summary>Waits until so many deliveries came.</summary>
    public async Task<IReadOnlyList<FlowDelivery>> WaitAsync(int count)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        while (_deliveries.Count < count)
        {
            try
            {
                await _news.Reader.ReadAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_deliveries.Count} deliveries came, not {count}.");
            }
        }

        return Deliveries;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var answer = _answers.TryDequeue(out var next) ? next : UsualAnswer;
        _deliveries.Enqueue(new(headers, body.ToArray()));
        _news.Writer.TryWrite(true);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        try
        {
            await answer(context, either.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
