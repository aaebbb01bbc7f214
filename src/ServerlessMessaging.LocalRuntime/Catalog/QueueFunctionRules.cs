using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What a function with a queue trigger must keep to.</summary>
internal static partial class QueueFunctionRules
{
    private const int LongestQueueName = 63;

    public static IEnumerable<string> Faults(MethodInfo method, ParameterInfo message, QueueTriggerAttribute trigger)
    {
        if (!QueueArguments.IsKnown(message.ParameterType))
        {
            yield return $"takes its message as {message.ParameterType.Name}: use QueueMessage, string or BinaryData.";
        }

        if (!IsQueueName(trigger.QueueName))
        {
            yield return $"listens to '{trigger.QueueName}': a queue's name has 3 to 63 lower-case letters, digits and single dashes inside.";
        }

        if (method.ReturnType != typeof(Task) && method.ReturnType != typeof(ValueTask))
        {
            yield return $"returns {method.ReturnType.Name}: return a Task or a ValueTask.";
        }

        // By position: threads that ask first at the same moment get different objects for one parameter.
        foreach (var parameter in method.GetParameters().Where(parameter => parameter.Position != message.Position && parameter.ParameterType != typeof(CancellationToken)))
        {
            yield return $"has the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}: beside its message it may take a CancellationToken.";
        }
    }

    public static bool IsQueueName(string? name) => name is { Length: >= 3 and <= LongestQueueName } && QueueNamePattern().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QueueNamePattern();
}
