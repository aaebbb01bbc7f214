using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Breaks JSON by its structure: types swapped, members dropped, renamed and given twice, values that no parser likes.</summary>
internal static partial class JsonMutations
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Written as they stand, though no tree could hold them.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483648", "9223372036854775808", "1e999", "-1e999", "1e-999", "0.1", "01", "NaN", "[]", "{}", "[null]",
        "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\uFEFF\"", "\"\u202E\"", "\"👩‍👧\"", "\"../../x\"", "\"a/b?c#d%00\"", "\"\\\\\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2026-02-30T00:00:00Z\"", "\"webhook\"", "\"Receipt\"", "\"text\"", "\"card\"",
        new string('[', 40) + new string(']', 40), new string('[', 3000), "{\"a\":" + new string('[', 20) + new string(']', 20) + "}",
        $"\"{new string('x', 3000)}\"", $"\"{new string('é', 30_000)}\"", $"\"{new string('x', 300_000)}\"", new string('9', 400),
    ];

    private static readonly string[] Names = ["", "id", "type", "ID", "$schema", "to", "message", "v", "__proto__", "attempt", "expiresAt", "payload", "payloadHash", "\u0000"];

    public static string Mutate(string sample, SeededRandom chance)
    {
        var holder = new JsonArray(JsonNode.Parse(sample));
        // Mostly one, or the first fault of the shape would hide all that comes after it.
        for (var times = chance.Is(0.7) ? 1 : 2 + chance.Below(2); times > 0; times--)
        {
            MutateOnce(holder, chance);
        }

        var text = holder.Count == 0 ? string.Empty : holder[0]?.ToJsonString(Plain) ?? "null";
        return Marked.Replace(Twice.Replace(text, "\"$1\""), match => Values[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
    }

    private static void MutateOnce(JsonArray holder, SeededRandom chance)
    {
        var places = Places(holder).ToArray();
        if (places.Length == 0)
        {
            return;
        }

        var place = chance.Any<Place>(places);
        switch (chance.Below(8))
        {
            case 0 or 1:
                place.Set(Value(chance));
                break;
            case 2:
                place.Remove();
                break;
            case 3:
                place.Name(chance.Is(0.5) ? chance.Any<string>(Names) : place.Key.ToUpperInvariant(), place.Get());
                place.Remove();
                break;
            case 4:
                place.Name($"@twice:{place.Key}@", chance.Is(0.5) ? place.Get() : Value(chance));
                break;
            case 5:
                place.Set(chance.Any<Place>(places).Get());
                break;
            case 6:
                place.Set(chance.Is(0.5) ? new JsonArray(place.Get(), place.Get()) : new JsonObject { ["data"] = place.Get() });
                break;
            default:
                place.Set(Text(place.Get(), chance));
                break;
        }
    }

    private static JsonValue Value(SeededRandom chance) => JsonValue.Create($"@raw:{chance.Below(Values.Length)}@");

    private static JsonValue? Text(JsonNode? node, SeededRandom chance)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text) || text.StartsWith('@'))
        {
            return Value(chance);
        }

        var at = chance.Below(text.Length + 1);
        return JsonValue.Create(text[..at] + chance.Any("", " ", "\t", "\n", "\0", "/", ".", "😀", "%00", "'", new string('z', 200)) + (chance.Is(0.5) ? text[at..] : string.Empty));
    }

    private static IEnumerable<Place> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend(new(members, member.Key, -1))),
        JsonArray items => items.SelectMany((item, index) => Places(item).Prepend(new(items, string.Empty, index))),
        _ => [],
    };

    [GeneratedRegex("\"@raw:(\\d+)@\"")]
    private static partial Regex Marked { get; }

    [GeneratedRegex("\"@twice:(.*?)@\"")]
    private static partial Regex Twice { get; }

    private sealed record Place(JsonNode Parent, string Key, int Index)
    {
        public JsonNode? Get() => (Index < 0 ? Parent[Key] : Parent[Index])?.DeepClone();

        public void Set(JsonNode? value)
        {
            if (Index < 0)
            {
                Parent[Key] = value;
            }
            else
            {
                Parent[Index] = value;
            }
        }

        public void Name(string name, JsonNode? value)
        {
            if (Parent is JsonObject members)
            {
                members[name] = value;
            }
        }

        public void Remove()
        {
            if (Parent is JsonObject members)
            {
                members.Remove(Key);
            }
            else
            {
                Parent.AsArray().RemoveAt(Index);
            }
        }
    }
}
