using System.Globalization;
using System.Reflection;

namespace ServerlessMessaging.WorkerSurface;

/// <summary>What can be seen of a type from outside, as text: two load contexts share no types, but names.</summary>
internal static class TypeShape
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>A type's name with its type arguments, without the versions of their assemblies.</summary>
    public static string Name(Type? type) => type switch
    {
        null => "none",
        { IsGenericParameter: true } => type.Name,
        { IsArray: true } => $"{Name(type.GetElementType())}[]",
        { IsByRef: true } => $"{Name(type.GetElementType())}&",
        { IsGenericType: true } => $"{type.Namespace}.{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ => type.FullName ?? type.Name,
    };

    /// <summary>Where an attribute may stand, which it may have from its base.</summary>
    public static string Usage(Type type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == typeof(AttributeUsageAttribute).FullName) is { } usage)
            {
                var named = usage.NamedArguments.Select(argument => $", {argument.MemberName} = {argument.TypedValue.Value}").Order(StringComparer.Ordinal);
                return $"{(AttributeTargets)Convert.ToInt32(usage.ConstructorArguments[0].Value, CultureInfo.InvariantCulture)}{string.Concat(named)}";
            }
        }

        return "none";
    }

    public static string Values(Type type) => type.IsEnum
        ? string.Join(", ", type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}"))
        : "none";

    public static IEnumerable<string> Interfaces(Type type) => type.GetInterfaces().Select(Name);

    public static IEnumerable<string> Constructors(Type type) => type.GetConstructors().Select(Parameters);

    public static IEnumerable<string> Properties(Type type) => type.GetProperties(Declared).Select(property =>
        $"{Name(property.PropertyType)} {property.Name} {{ {(property.GetMethod is { IsPublic: true } ? "get; " : "")}{(property.SetMethod is { IsPublic: true } ? "set; " : "")}}}");

    public static IEnumerable<string> Methods(Type type) => type.GetMethods(Declared).Where(method => !method.IsSpecialName).Select(method =>
        $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Parameters(method)}");

    private static string Parameters(MethodBase method) => $"({string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == typeof(ParamArrayAttribute).FullName) ? "params " : "")}{Name(parameter.ParameterType)}"))})";
}
