namespace Microsoft.Azure.Functions.Worker;

/// <summary>Names a method as a function.</summary>
// Declared here because the function classes must compile without the worker's packages; same name and shape.
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
