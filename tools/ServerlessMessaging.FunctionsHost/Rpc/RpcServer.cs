using System.Collections.Concurrent;
using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>The gRPC server that workers connect to, on a free port of 127.0.0.1.</summary>
internal sealed class RpcServer(ILoggerFactory loggers) : FunctionRpc.FunctionRpcBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<WorkerChannel>> _expected = new();
    private readonly WorkerLogs _logs = new(loggers);
    private WebApplication? _application;

    public Uri Address => new(_application!.Urls.Single());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new ForwardedLogs(loggers));
        builder.Services.AddSingleton(this).AddGrpc(options => (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (null, null));
        _application = builder.Build();
        _application.MapGrpcService<RpcServer>();
        await _application.StartAsync(cancellationToken);
    }

    /// <summary>The channel of a worker that is about to start; other workers are refused.</summary>
    public Task<WorkerChannel> ExpectAsync(string workerId) =>
        _expected.GetOrAdd(workerId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || !_expected.TryRemove(start.WorkerId, out var expected))
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "The worker was not started by this host."));
        }

        var channel = new WorkerChannel(requestStream, responseStream, _logs);
        var run = channel.RunAsync(context.CancellationToken);
        expected.SetResult(channel);
        await run;
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await _application.StopAsync(now.Token);
            await _application.DisposeAsync();
        }
    }
}
