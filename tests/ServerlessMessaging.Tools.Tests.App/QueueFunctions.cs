using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.Tools.Tests.App;

/// <summary>Queue functions, one for each type of message and of queue name.</summary>
public sealed class QueueFunctions(TestApp app)
{
    [Function("Orders")]
    public Task OrderAsync([QueueTrigger("orders")] QueueMessage message, CancellationToken cancellationToken) => app.OnOrder(message, cancellationToken);

    [Function("Texts")]
    public Task TextAsync([QueueTrigger("%TextsQueue%")] string text, FunctionContext context) =>
        app.OnText($"{text} {context.BindingContext.BindingData["DequeueCount"]}");

    [Function("Bytes")]
    public Task BytesAsync([QueueTrigger("bytes", Connection = "OtherStorage")] BinaryData body) => app.OnText(Convert.ToHexString(body));
}
