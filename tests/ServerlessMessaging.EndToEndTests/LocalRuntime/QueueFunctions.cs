using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

#pragma warning disable CA1711 // "Queue" is a word of the field.

/// <summary>What a test does with a message of the queue <c>orders</c>.</summary>
public delegate Task HandleMessage(QueueMessage message, CancellationToken cancellationToken);

/// <summary>What a test does with a message of the queue <c>orders-poison</c>.</summary>
public delegate Task HandlePoison(QueueMessage message);

/// <summary>What a test does with a message as text and as bytes.</summary>
public delegate Task HandleBody(string body);

public sealed class Orders(HandleMessage handle)
{
    [Function("Orders")]
    public Task RunAsync([QueueTrigger("orders")] QueueMessage message, CancellationToken cancellationToken) => handle(message, cancellationToken);
}

public sealed class PoisonOrders(HandlePoison handle)
{
    [Function("PoisonOrders")]
    public Task RunAsync([QueueTrigger("orders-poison")] QueueMessage message) => handle(message);
}

public sealed class Texts(HandleBody handle)
{
    [Function("Texts")]
    public async ValueTask RunAsync([QueueTrigger("texts")] string body) => await handle(body);
}

public sealed class Bytes(HandleBody handle)
{
    [Function("Bytes")]
    public Task RunAsync([QueueTrigger("bytes", Connection = "OtherStorage")] BinaryData body) => handle(Convert.ToHexString(body));
}

/// <summary>A clock that the storage account winds: a message becomes visible when the time has come.</summary>
public sealed class Beacon(BeaconLight light)
{
    public const string Queue = "beacon";

    [Function("Beacon")]
    public Task RunAsync([QueueTrigger(Queue)] string message)
    {
        light.Seen.TrySetResult(message);
        return Task.CompletedTask;
    }
}

public sealed class BeaconLight
{
    public TaskCompletionSource<string> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
