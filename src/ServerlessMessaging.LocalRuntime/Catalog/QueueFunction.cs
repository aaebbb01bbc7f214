using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>A function that takes messages from a storage queue.</summary>
public sealed class QueueFunction : FunctionDescription
{
    internal QueueFunction(string name, MethodInfo method, QueueTriggerAttribute trigger)
        : base(name, method)
    {
        QueueName = trigger.QueueName;
        Connection = string.IsNullOrEmpty(trigger.Connection) ? "AzureWebJobsStorage" : trigger.Connection;
    }

    public string QueueName { get; }

    /// <summary>The name of the setting that holds the storage account's connection string.</summary>
    public string Connection { get; }

    public override string Describe(string routePrefix = HostJson.DefaultRoutePrefix) => $"queue {QueueName}";
}
