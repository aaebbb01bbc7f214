using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Builds a function's class from the services of one invocation and calls its method.</summary>
internal sealed class FunctionInvoker(MethodInfo method)
{
    private readonly Lazy<ObjectFactory> _create = new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));

    /// <summary>What the method returns; its exceptions come as they are.</summary>
    public object? Invoke(IServiceProvider services, object?[] arguments) =>
        method.Invoke(_create.Value(services, null), BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
}
