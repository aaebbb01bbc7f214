using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What every function must keep to, whatever its trigger.</summary>
internal static partial class FunctionRules
{
    public static IEnumerable<string> Check(MethodInfo method)
    {
        var function = $"Function '{FunctionReader.NameOf(method)}' ({method.DeclaringType}.{method.Name})";
        return Faults(method).Select(fault => $"{function} {fault}");
    }

    private static IEnumerable<string> Faults(MethodInfo method)
    {
        if (!NamePattern().IsMatch(FunctionReader.NameOf(method)))
        {
            yield return "has a bad name: a letter first, then up to 126 letters, digits, '-' or '_'; 'host' is taken.";
        }

        var type = method.DeclaringType!;
        if (!type.IsVisible || type.IsAbstract || type.ContainsGenericParameters)
        {
            yield return "must belong to a public class that is neither abstract nor generic.";
        }

        if (!method.IsPublic || method.IsStatic || method.IsGenericMethod)
        {
            yield return "must be a public instance method that is not generic.";
        }

        var triggers = FunctionReader.Triggers(method);
        if (triggers.Count != 1)
        {
            yield return $"has {triggers.Count} triggers: put [HttpTrigger] or [QueueTrigger] on exactly one parameter.";
            yield break;
        }

        var faults = FunctionReader.TriggerOf(triggers[0]) switch
        {
            HttpTriggerAttribute http => HttpFunctionRules.Faults(method, triggers[0], http),
            QueueTriggerAttribute queue => QueueFunctionRules.Faults(method, triggers[0], queue),
            var other => [$"has the trigger {other.GetType().Name}, which this runtime does not know."],
        };
        foreach (var fault in faults)
        {
            yield return fault;
        }
    }

    [GeneratedRegex(@"^(?!host$)[a-z][a-z0-9_\-]{0,126}\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
