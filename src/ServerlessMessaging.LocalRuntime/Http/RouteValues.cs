using System.ComponentModel;
using System.Globalization;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Route values as parameters: a string as it is, a simple value by its invariant text.</summary>
internal static class RouteValues
{
    public static bool CanConvertTo(Type type) =>
        type == typeof(string) || (type.IsValueType && TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)));

    // A text that does not fit the type throws, and the caller gets the host's 500.
    public static object? Convert(object? value, Type type)
    {
        var text = System.Convert.ToString(value, CultureInfo.InvariantCulture);
        return value is null || type == typeof(string)
            ? value is null ? null : text
            : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text!);
    }
}
