namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>The root of every trigger: a parameter that makes the function run.</summary>
// Declared here because the two triggers that the function classes use descend from it in the worker too.
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : BindingAttribute
{
}
