using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Receives webhooks as the bridge does, with responses chosen by the test.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    /// <summary>How long a test waits for an expected event.</summary>
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);

    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();
    private readonly WebApplication _app;
    private readonly Func<int, HttpContext, Task> _response;
    private int _count;

    private WebhookReceiver(Func<int, HttpContext, Task> response)
    {
        _response = response;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/hook?code=1");

    /// <summary>The number of received requests.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Responds with these statuses in order, then with 200.</summary>
    public static Task<WebhookReceiver> StartAsync(params int[] statuses) => StartAsync((index, context) =>
    {
        context.Response.StatusCode = index < statuses.Length ? statuses[index] : StatusCodes.Status200OK;
        return Task.CompletedTask;
    });

    /// <summary>Calls <paramref name="response"/> with the zero-based index of each request.</summary>
    public static async Task<WebhookReceiver> StartAsync(Func<int, HttpContext, Task> response)
    {
        var receiver = new WebhookReceiver(response);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async Task<ReceivedWebhook> NextAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(WaitTimeout, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<ReceivedWebhook>> NextAsync(int count)
    {
        var received = new List<ReceivedWebhook>(count);
        while (received.Count < count)
        {
            received.Add(await NextAsync());
        }

        return received;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var index = Interlocked.Increment(ref _count) - 1;
        _received.Writer.TryWrite(new(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body.ToArray()));
        await _response(index, context);
    }
}
