using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Reads the <c>Values</c> of local.settings.json, which the host's tools turn into environment variables.</summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };

    public static IConfigurationBuilder AddLocalSettings(this IConfigurationBuilder builder, string path) =>
        File.Exists(path) ? builder.AddInMemoryCollection(Read(path)) : builder;

    private static Dictionary<string, string?> Read(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return Read(file.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{FileName} cannot be read: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, string?> Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Values", out var values) || values.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("it must be an object with an object 'Values'.");
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            throw new InvalidDataException("its values are encrypted; decrypt them first.");
        }

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject())
        {
            if (value.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw new InvalidDataException($"the value of '{value.Name}' must be a string; a section is written with two underscores, as in A__B.");
            }

            settings[value.Name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value.Value.ToString();
        }

        return settings;
    }
}
