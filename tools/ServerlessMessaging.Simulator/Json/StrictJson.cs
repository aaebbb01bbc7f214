using System.Text.Json;
using System.Text.Unicode;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Json;

/// <summary>Parses a body and refuses JSON that parsers interpret differently.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            throw RefusalException.BadRequest("The request body is empty");
        }

        if (!Utf8.IsValid(body.Span))
        {
            throw RefusalException.BadRequest("The request body is not valid UTF-8");
        }

        try
        {
            using var document = JsonDocument.Parse(body, Options);
            RefuseAmbiguity(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw RefusalException.BadRequest("The request body is not valid JSON");
        }
        catch (InvalidOperationException)
        {
            // GetString throws on unpaired surrogates, which the parser lets through.
            throw RefusalException.BadRequest("The request body holds half of a surrogate pair");
        }
    }

    private static void RefuseAmbiguity(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    RefuseAmbiguity(item, JsonPath.Item(path, index++));
                }

                break;
            case JsonValueKind.Object:
                RefuseDuplicates(element, path);
                break;
            default:
                break;
        }
    }

    private static void RefuseDuplicates(JsonElement element, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var memberPath = JsonPath.Member(path, member.Name);
            if (!names.Add(member.Name))
            {
                throw RefusalException.BadRequest($"Duplicate member '{member.Name}'", memberPath);
            }

            RefuseAmbiguity(member.Value, memberPath);
        }
    }
}
