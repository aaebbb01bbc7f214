using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServerlessMessaging.Tests.LocalRuntime;

/// <summary>Writes a type's public surface as lines, the first one for the type itself.</summary>
internal static class DeclaredShape
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new() { [typeof(string)] = "string", [typeof(object)] = "object", [typeof(void)] = "void" };

    public static IReadOnlyList<string> Of(Type type) =>
    [
        HeadOf(type),
        .. type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), null)}")
            : MembersOf(type),
    ];

    private static string HeadOf(Type type)
    {
        if (type.IsEnum)
        {
            return "enum";
        }

        var kind = type.IsInterface ? "interface" : "class";
        var modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => string.Empty,
        };
        var bases = new[] { type.BaseType! }.Concat(type.GetInterfaces().Where(contract => type.BaseType?.GetInterfaces().Contains(contract) != true));
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } found ? $", for {found.ValidOn}" : string.Empty;
        return $"{modifier}{kind} : {string.Join(", ", bases.Select(found => found.FullName))}{usage}";
    }

    private static IEnumerable<string> MembersOf(Type type) =>
    [
        .. type.GetConstructors(Declared).Select(constructor => $"new({ParametersOf(constructor)})"),
        .. type.GetProperties(Declared).Select(property => $"{NameOf(property.PropertyType, Nullability.Create(property))} {property.Name} {{ {AccessorsOf(property)} }}"),
        .. type.GetFields(Declared).Select(field => $"field {field.Name}"),
        .. type.GetEvents(Declared).Select(found => $"event {found.Name}"),
        .. type.GetNestedTypes(Declared).Select(nested => $"type {nested.Name}"),
        .. type.GetMethods(Declared).Where(method => !method.IsSpecialName).Select(MethodOf),
    ];

    private static string MethodOf(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;
        var receiver = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : string.Empty;
        return $"{(method.IsStatic ? "static " : string.Empty)}{NameOf(method.ReturnType, null)} {method.Name}{generic}({receiver}{ParametersOf(method)})";
    }

    private static string AccessorsOf(PropertyInfo property) =>
        string.Join(' ', new[] { property.GetGetMethod() is null ? null : "get;", property.GetSetMethod() is null ? null : "set;" }.Where(accessor => accessor is not null));

    private static string ParametersOf(MethodBase method) =>
        string.Join(
            ", ",
            method.GetParameters().Select(parameter =>
                $"{(parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : string.Empty)}{NameOf(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}"));

    private static string NameOf(Type type, NullabilityInfo? nullability)
    {
        var name = Keywords.TryGetValue(type, out var keyword) ? keyword
            : type.IsArray ? $"{NameOf(type.GetElementType()!, null)}[]"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(argument => NameOf(argument, null)))}>"
            : type.Name;
        return !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }
}
