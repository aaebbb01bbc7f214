using System.Security.Cryptography;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Signs events as Standard Webhooks has it, so that a bot flow can tell who sent them, and when.</summary>
internal static class StandardWebhooks
{
    private const string SecretPrefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>The key in a secret; null where it is not <c>whsec_</c> and Base64 of 24 to 64 bytes.</summary>
    public static byte[]? KeyOf(string secret)
    {
        Span<byte> key = stackalloc byte[LongestKey];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length)
            && length >= ShortestKey
            ? key[..length].ToArray()
            : null;
    }

    /// <summary>The headers of an event.</summary>
    /// <param name="id">The event's id.</param>
    /// <param name="at">When it is posted.</param>
    /// <param name="body">The bytes that are posted.</param>
    /// <param name="keys">The keys that the flow may know; at least one.</param>
    public static IEnumerable<KeyValuePair<string, string>> Headers(string id, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<byte[]> keys)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return
        [
            new("webhook-id", id),
            new("webhook-timestamp", timestamp),
            new("webhook-signature", string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"))),
        ];
    }
}
