using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BotFlow;

/// <summary>Escapes external text, so that it cannot send control characters to the terminal.</summary>
internal static partial class SafeText
{
    private const int MaxLength = 500;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static string Word(string text) => Plain().IsMatch(text) ? text : Clean(JsonSerializer.Serialize(text, Readable));

    public static string Json(JsonElement value)
    {
        string text;
        try
        {
            text = JsonSerializer.Serialize(value, Readable);
        }
        catch (JsonException)
        {
            // An unpaired surrogate.
            text = value.GetRawText();
        }

        var clean = Clean(text);
        return clean.Length > MaxLength ? clean[..MaxLength] : clean;
    }

    private static string Clean(string text) => Unprintable().Replace(text, unit => $"\\u{(int)unit.Value[0]:x4}");

    [GeneratedRegex(@"^[A-Za-z0-9._:/-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex("[^ -~]")]
    private static partial Regex Unprintable();
}
