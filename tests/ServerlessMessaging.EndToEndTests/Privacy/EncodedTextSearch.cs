using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Finds texts in any encoding: as they are, in any case, for a URL, inside JSON, or inside Base64.</summary>
internal sealed class EncodedTextSearch
{
    private const int Context = 120;
    private readonly SearchValues<string> _forms;

    public EncodedTextSearch(IEnumerable<string> texts) => _forms = SearchValues.Create([.. texts.SelectMany(Forms).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);

    /// <summary>The places where a text was found, with the text around each.</summary>
    public IReadOnlyList<string> FindIn(IEnumerable<string> lines) => [.. lines.Select(Find).OfType<string>().Distinct()];

    private string? Find(string line)
    {
        var at = line.AsSpan().IndexOfAny(_forms);
        return at < 0 ? null : line[Math.Max(0, at - Context)..Math.Min(line.Length, at + Context)];
    }

    private static IEnumerable<string> Forms(string text) =>
    [
        text,
        Uri.EscapeDataString(text),
        JsonEncodedText.Encode(text).ToString(),
        JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        .. Enumerable.Range(0, 3).Select(offset => InsideBase64(text, offset)),
    ];

    // The part of a text's Base64 that does not depend on what precedes and follows it.
    private static string InsideBase64(string text, int offset)
    {
        byte[] bytes = [.. new byte[offset], .. Encoding.UTF8.GetBytes(text)];
        var whole = Convert.ToBase64String(bytes.AsSpan(0, bytes.Length / 3 * 3));
        return offset == 0 ? whole : whole[4..];
    }
}
