using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Runs the function for one message and settles it.</summary>
internal sealed class MessageProcessor(
    QueueFunction function,
    QueueClient queue,
    MessageSettler settler,
    QueueSettings settings,
    IOptions<LocalRuntimeOptions> options,
    Invocations invocations,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<MessageProcessor> logger)
{
    private readonly FunctionInvoker _invoker = new(function.Method);
    private readonly QueueArguments _arguments = new(function.Method);

    public async Task ProcessAsync(QueueMessage message, CancellationToken end)
    {
        using var invocation = invocations.Begin();

        // From here on the listener goes its own way.
        await Task.Yield();

        // A message whose last delivery ended with its worker is hopeless too; so is a text that cannot be decoded.
        if (message.DequeueCount > settings.MaxDequeueCount || !MessageEncoding.TryDecode(message, settings.MessageEncoding, out var decoded))
        {
            invocation.Returned();
            await settler.PoisonAsync(message, message.PopReceipt, end);
            return;
        }

        using var lease = new MessageLease(queue, message, options.Value.QueueLease, time, logger, end);
        var hasSucceeded = await TryInvokeAsync(decoded);
        invocation.Returned();
        var popReceipt = await lease.EndAsync();
        await (hasSucceeded ? settler.SucceedAsync(message, popReceipt, end) : settler.FailAsync(message, popReceipt, end));
    }

    /// <summary>Gives back a message that was taken but must not run.</summary>
    public Task HandBackAsync(QueueMessage message, CancellationToken end) =>
        settler.ReleaseAsync(message, message.PopReceipt, TimeSpan.Zero, end);

    private async Task<bool> TryInvokeAsync(QueueMessage message)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await (_invoker.Invoke(scope.ServiceProvider, _arguments.Of(message)) switch
            {
                ValueTask task => task.AsTask(),
                var task => (Task)task!,
            });
            return true;
        }
        catch (Exception exception)
        {
            // Throwing is how a queue function says that it failed.
            RuntimeLog.QueueFunctionFailed(logger, exception, function.Name, message.MessageId, message.DequeueCount);
            return false;
        }
    }
}
