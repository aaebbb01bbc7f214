using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace BotFlow;

/// <summary>The members of a CloudEvent that this flow uses.</summary>
internal sealed record FlowEvent(string Id, string Type, JsonElement Data)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public string Line
    {
        get
        {
            var request = Data.Text("requestId") is { } id ? $" request={SafeText.Word(id)}" : "";
            var payload = Data.Member("payload") is { } value ? $" payload={SafeText.Json(value)}" : "";
            return $"{SafeText.Word(Type)} {SafeText.Word(Id)}{request}{payload}";
        }
    }

    public static bool TryRead(byte[] body, [NotNullWhen(true)] out FlowEvent? flowEvent)
    {
        flowEvent = null;
        try
        {
            using var document = JsonDocument.Parse(Strict.GetString(body), Deep);
            var root = document.RootElement.Clone();
            if (root.Text("specversion") == "1.0" && root.Text("source") is not null && root.Text("id") is { } id && root.Text("type") is { } type)
            {
                flowEvent = new FlowEvent(id, type, root.Member("data") ?? default);
            }
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException)
        {
            // The endpoint responds 400.
        }

        return flowEvent is not null;
    }
}
