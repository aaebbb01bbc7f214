namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of every binding.</summary>
// Declared here because the triggers descend from it in the worker too.
[AttributeUsage(AttributeTargets.Method)]
public abstract class BindingAttribute : Attribute
{
}
