using System.Text;
using System.Text.Json;
using CsCheck;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Random changes of valid JSON, to its structure and its bytes.</summary>
internal static class Mutations
{
    private static readonly Gen<byte[]> Token = Gen.OneOf(
    [
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "-1e9", "\"id\":", "\"type\":", "\0", "\uFEFF", "//", "😀", new string('[', 40) }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0x80],
    ]);

    private static readonly Gen<byte[]> Value = Gen.OneOf(
    [
        .. new[]
        {
            "null", "true", "0", "-1e999", "[]", "{}", "[null]", "\"\"", "\" \"", "\"\\ud800\"", "\"a\\u0000b\"", "\"text\"", "\"card\"", "\"Receipt\"", "\"2026-02-30T00:00:00Z\"",
            "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"", $"\"{new string('x', 3000)}\"", "{\"a\":1,\"a\":2}", $"{new string('[', 40)}{new string(']', 40)}",
        }.Select(Encoding.UTF8.GetBytes),
    ]);

    private static readonly Gen<int> Place = Gen.Int[0, 1_000_000];
    private static readonly Gen<int> Length = Gen.Int[1, 40];

    private static readonly Gen<Func<byte[], byte[]>> Change = Gen.Frequency<Func<byte[], byte[]>>(
        (4, Gen.Select(Place, Value, (place, value) => new Func<byte[], byte[]>(body => WithValue(body, place, value)))),
        (1, Gen.Select(Place, Gen.Byte, (place, value) => new Func<byte[], byte[]>(body => Spliced(body, place, 1, [value])))),
        (1, Gen.Select(Place, Length, (place, length) => new Func<byte[], byte[]>(body => Spliced(body, place, length, [])))),
        (1, Gen.Select(Place, Token, (place, token) => new Func<byte[], byte[]>(body => Spliced(body, place, 0, token)))),
        (1, Gen.Select(Place, Place, Length, (place, from, length) => new Func<byte[], byte[]>(body => Spliced(body, place, 0, Part(body, from, length))))));

    /// <summary>A sample with one or two changes.</summary>
    public static Gen<byte[]> Create(Gen<byte[]> samples) =>
        Gen.Select(samples, Change.Array[1, 2], (sample, changes) => changes.Aggregate(sample, (body, change) => change(body)));

    private static byte[] Spliced(byte[] body, int place, int length, byte[] replacement)
    {
        var start = place % (body.Length + 1);
        return [.. body[..start], .. replacement, .. body[Math.Min(start + length, body.Length)..]];
    }

    private static byte[] Part(byte[] body, int from, int length)
    {
        var start = from % (body.Length + 1);
        return body[start..Math.Min(start + length, body.Length)];
    }

    // Replaces a value by another; returns JSON that an earlier change made unreadable as it is.
    private static byte[] WithValue(byte[] body, int place, byte[] value)
    {
        var values = new List<Range>();
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray))
                {
                    var start = (int)reader.TokenStartIndex;
                    var end = reader;
                    end.Skip();
                    values.Add(start..(int)end.BytesConsumed);
                }
            }
        }
        catch (JsonException)
        {
            return body;
        }

        var chosen = values[place % values.Count];
        return [.. body[..chosen.Start], .. value, .. body[chosen.End..]];
    }
}
