using Azure.Data.Tables;

namespace ServerlessMessaging.Storage;

/// <summary>Properties of table entities: what is null is left out, enumerations are stored by name.</summary>
internal static class EntityProperties
{
    // A property has at most 64 KiB, in UTF-16.
    private const int MaxText = 32 * 1024;

    public static void Set(this TableEntity entity, string property, object? value)
    {
        if (value is not null)
        {
            entity[property] = value;
        }
    }

    /// <summary>A text of any length: the first part under its name, each further one with a number after it.</summary>
    public static void SetLong(this TableEntity entity, string property, string? text)
    {
        for (var (start, part) = (0, 0); start < text?.Length; part++)
        {
            var end = Math.Min(start + MaxText, text.Length);
            // A surrogate pair must not be split.
            end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
            entity[PartOf(property, part)] = text[start..end];
            start = end;
        }
    }

    /// <summary>What <see cref="SetLong"/> set; null where it set nothing.</summary>
    public static string? GetLong(this TableEntity entity, string property)
    {
        var text = new StringBuilder();
        for (var part = 0; entity.GetString(PartOf(property, part)) is { } value; part++)
        {
            text.Append(value);
        }

        return text.Length == 0 ? null : text.ToString();
    }

    public static void SetName<TEnum>(this TableEntity entity, string property, TEnum value)
        where TEnum : struct, Enum => entity[property] = Name(value);

    /// <exception cref="FormatException">There is no such name.</exception>
    public static TEnum GetName<TEnum>(this TableEntity entity, string property)
        where TEnum : struct, Enum
    {
        var name = entity.GetString(property);
        return Enum.TryParse<TEnum>(name, ignoreCase: true, out var value) && Name(value) == name ? value : throw new FormatException($"{property} is unknown.");
    }

    /// <summary>A duration in whole seconds, rounded up.</summary>
    public static void SetSeconds(this TableEntity entity, string property, TimeSpan? value) => entity.Set(property, value is { } duration ? (int)Math.Ceiling(duration.TotalSeconds) : null);

    public static TimeSpan? GetSeconds(this TableEntity entity, string property) => entity.GetInt32(property) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <exception cref="FormatException">There is no such property.</exception>
    public static T Required<T>(this T? value)
        where T : struct => value ?? throw new FormatException("A property is missing.");

    /// <exception cref="FormatException">There is no such property.</exception>
    public static T Required<T>(this T? value)
        where T : class => value ?? throw new FormatException("A property is missing.");

    /// <summary>A value as the contract names it.</summary>
    public static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string PartOf(string property, int part) => part == 0 ? property : property + part.ToString(CultureInfo.InvariantCulture);
}
