using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Turns a method's attributes into a description.</summary>
internal static class FunctionReader
{
    public static FunctionDescription Read(MethodInfo method)
    {
        var name = NameOf(method);
        return TriggerOf(Triggers(method).Single()) switch
        {
            HttpTriggerAttribute http => new HttpFunction(name, method, http),
            QueueTriggerAttribute queue => new QueueFunction(name, method, queue),
            var other => throw new InvalidOperationException($"Function '{name}': {other.GetType().Name} is no trigger of this runtime."),
        };
    }

    public static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    public static IReadOnlyList<ParameterInfo> Triggers(MethodInfo method) =>
        [.. method.GetParameters().Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute)))];

    public static TriggerBindingAttribute TriggerOf(ParameterInfo parameter) => parameter.GetCustomAttribute<TriggerBindingAttribute>()!;
}
