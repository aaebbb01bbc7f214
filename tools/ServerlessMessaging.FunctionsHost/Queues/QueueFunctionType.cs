using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Binder = Microsoft.Azure.WebJobs.Binder;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>
/// Emits a type with one method for each queue function, because the WebJobs SDK finds functions by the attributes of their methods:
/// <c>static Task Name([QueueTrigger(queue, Connection = connection)] ParameterBindingData message, Binder binder, CancellationToken token)</c>.
/// </summary>
internal static class QueueFunctionType
{
    public const string MessageParameter = "message";

    private static readonly Type Handler = typeof(Func<string, object, Binder, CancellationToken, Task>);

    public static Type Create(IEnumerable<HostedFunction> functions, Func<string, object, Binder, CancellationToken, Task> handler)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("QueueFunctions"), AssemblyBuilderAccess.Run);
        var builder = assembly.DefineDynamicModule("QueueFunctions").DefineType("Functions", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var field = builder.DefineField("Handler", Handler, FieldAttributes.Public | FieldAttributes.Static);
        foreach (var function in functions)
        {
            Define(builder, field, function);
        }

        var type = builder.CreateType();
        type.GetField(field.Name)!.SetValue(null, handler);
        return type;
    }

    private static void Define(TypeBuilder type, FieldBuilder handler, HostedFunction function)
    {
        var message = function.SupportsBindingData ? typeof(ParameterBindingData) : typeof(string);
        var method = type.DefineMethod(
            function.Name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task), [message, typeof(Binder), typeof(CancellationToken)]);
        method.SetCustomAttribute(Attribute<FunctionNameAttribute>(function.Name));
        method.DefineParameter(1, ParameterAttributes.None, MessageParameter).SetCustomAttribute(Trigger(function));
        method.DefineParameter(2, ParameterAttributes.None, "binder");
        method.DefineParameter(3, ParameterAttributes.None, "cancellationToken");

        // return Handler(name, message, binder, cancellationToken);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldsfld, handler);
        il.Emit(OpCodes.Ldstr, function.Name);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Callvirt, Handler.GetMethod("Invoke")!);
        il.Emit(OpCodes.Ret);
    }

    private static CustomAttributeBuilder Trigger(HostedFunction function)
    {
        var attribute = typeof(QueueTriggerAttribute);
        return function.Text("connection") is { Length: > 0 } connection
            ? new(attribute.GetConstructor([typeof(string)])!, [function.Text("queueName")!], [attribute.GetProperty(nameof(QueueTriggerAttribute.Connection))!], [connection])
            : Attribute<QueueTriggerAttribute>(function.Text("queueName")!);
    }

    private static CustomAttributeBuilder Attribute<T>(string argument) => new(typeof(T).GetConstructor([typeof(string)])!, [argument]);
}
