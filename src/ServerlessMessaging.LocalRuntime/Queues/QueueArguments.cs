using System.Reflection;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The arguments of a queue function: its message in the form it asks for.</summary>
internal sealed class QueueArguments(MethodInfo method)
{
    private readonly Func<QueueMessage, object>[] _readers = [.. method.GetParameters().Select(ReaderOf)];

    public static bool IsKnown(Type type) => type == typeof(QueueMessage) || type == typeof(string) || type == typeof(BinaryData);

    public object?[] Of(QueueMessage message) => [.. _readers.Select(read => read(message))];

    // The token of a queue function never fires: the host cancels no invocation when it stops.
    private static Func<QueueMessage, object> ReaderOf(ParameterInfo parameter) =>
        !parameter.IsDefined(typeof(TriggerBindingAttribute)) ? _ => CancellationToken.None
        : parameter.ParameterType == typeof(string) ? message => message.Body.ToString()
        : parameter.ParameterType == typeof(BinaryData) ? message => message.Body
        : message => message;
}
