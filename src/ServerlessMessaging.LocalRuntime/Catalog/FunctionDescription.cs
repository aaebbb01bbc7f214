using System.Reflection;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What one function declares: an <see cref="HttpFunction"/> or a <see cref="QueueFunction"/>.</summary>
public abstract class FunctionDescription
{
    private protected FunctionDescription(string name, MethodInfo method)
    {
        Name = name;
        Method = method;
    }

    public string Name { get; }

    internal MethodInfo Method { get; }

    /// <summary>One line for people: trigger, route or queue, and who may call.</summary>
    public abstract string Describe(string routePrefix = HostJson.DefaultRoutePrefix);

    public override string ToString() => $"{Name}: {Describe()}";
}
