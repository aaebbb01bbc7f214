using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Mutates JSON by its structure: swapped types, dropped, renamed and duplicate members, extreme values.</summary>
internal static partial class JsonMutations
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Inserted as text, because a JSON tree could not hold them.
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483648", "9223372036854775808", "1e999", "-1e999", "1e-999", "0.1", "01", "NaN", "[]", "{}", "[null]",
        "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\uFEFF\"", "\"\u202E\"", "\"👩‍👧\"", "\"../../x\"", "\"a/b?c#d%00\"", "\"\\\\\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"2026-02-30T00:00:00Z\"", "\"webhook\"", "\"Receipt\"", "\"text\"", "\"card\"",
        new string('[', 40) + new string(']', 40), new string('[', 3000), "{\"a\":" + new string('[', 20) + new string(']', 20) + "}",
        $"\"{new string('x', 3000)}\"", $"\"{new string('é', 30_000)}\"", $"\"{new string('x', 300_000)}\"", new string('9', 400),
    ];

    private static readonly string[] Names = ["", "id", "type", "ID", "$schema", "to", "message", "v", "__proto__", "attempt", "expiresAt", "payload", "payloadHash", "\u0000"];

    public static string Mutate(string sample, SeededRandom random)
    {
        var holder = new JsonArray(JsonNode.Parse(sample));
        // Mostly one mutation, because the first error hides later ones.
        for (var times = random.NextBool(0.7) ? 1 : 2 + random.NextBelow(2); times > 0; times--)
        {
            MutateOnce(holder, random);
        }

        var text = holder.Count == 0 ? string.Empty : holder[0]?.ToJsonString(Plain) ?? "null";
        return Marked.Replace(Twice.Replace(text, "\"$1\""), match => Values[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
    }

    private static void MutateOnce(JsonArray holder, SeededRandom random)
    {
        var places = Places(holder).ToArray();
        if (places.Length == 0)
        {
            return;
        }

        var place = random.Pick<Place>(places);
        switch (random.NextBelow(8))
        {
            case 0 or 1:
                place.Set(Value(random));
                break;
            case 2:
                place.Remove();
                break;
            case 3:
                place.Name(random.NextBool(0.5) ? random.Pick<string>(Names) : place.Key.ToUpperInvariant(), place.Get());
                place.Remove();
                break;
            case 4:
                place.Name($"@twice:{place.Key}@", random.NextBool(0.5) ? place.Get() : Value(random));
                break;
            case 5:
                place.Set(random.Pick<Place>(places).Get());
                break;
            case 6:
                place.Set(random.NextBool(0.5) ? new JsonArray(place.Get(), place.Get()) : new JsonObject { ["data"] = place.Get() });
                break;
            default:
                place.Set(Text(place.Get(), random));
                break;
        }
    }

    private static JsonValue Value(SeededRandom random) => JsonValue.Create($"@raw:{random.NextBelow(Values.Length)}@");

    private static JsonValue? Text(JsonNode? node, SeededRandom random)
    {
        if (node is not JsonValue value || !value.TryGetValue<string>(out var text) || text.StartsWith('@'))
        {
            return Value(random);
        }

        var at = random.NextBelow(text.Length + 1);
        return JsonValue.Create(text[..at] + random.Pick("", " ", "\t", "\n", "\0", "/", ".", "😀", "%00", "'", new string('z', 200)) + (random.NextBool(0.5) ? text[at..] : string.Empty));
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
