using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>The stream of messages between the host and one worker.</summary>
internal sealed class WorkerChannel(IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer, WorkerLogs logs) : IDisposable
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _pending = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _close = new();

    /// <summary>Completes when either side has ended the stream.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Receives and sends until either side ends the stream.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _close.Token);
        var sending = SendAllAsync(end.Token);
        try
        {
            await foreach (var message in reader.ReadAllAsync(end.Token))
            {
                Receive(message);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException)
        {
            // A killed worker does not end its stream; pending requests fail below.
        }
        finally
        {
            _ended.TrySetResult();
            _outgoing.Writer.TryComplete();
            foreach (var key in _pending.Keys)
            {
                Fail(key);
            }
        }

        await sending;
    }

    public void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Sends a message and waits for the response with the same key.</summary>
    /// <exception cref="WorkerEndedException">The stream ended first.</exception>
    public async Task<StreamingMessage> RequestAsync(string key, StreamingMessage message)
    {
        var response = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[key] = response;
        Send(message);
        if (_ended.Task.IsCompleted)
        {
            Fail(key);
        }

        return await response.Task;
    }

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _close.Cancel();
        _close.Dispose();
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
        {
            logs.Write(message.RpcLog);
        }
        else if (_pending.TryRemove(WorkerRequests.KeyOf(message), out var response))
        {
            response.TrySetResult(message);
        }
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await writer.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The stream has ended; RunAsync reports it.
        }
    }

    private void Fail(string key)
    {
        if (_pending.TryRemove(key, out var response))
        {
            response.TrySetException(new WorkerEndedException());
        }
    }
}
