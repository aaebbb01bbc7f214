namespace ServerlessMessaging.BotFlows;

/// <summary>Signs events as Standard Webhooks specifies, so that a bot flow can verify their sender and time.</summary>
internal static class StandardWebhooks
{
    private const string SecretPrefix = "whsec_";
    private const int MinKeyBytes = 24;
    private const int MaxKeyBytes = 64;

    /// <summary>The key in a secret; null where it is not <c>whsec_</c> and Base64 of 24 to 64 bytes.</summary>
    public static byte[]? ReadKey(string secret)
    {
        Span<byte> key = stackalloc byte[MaxKeyBytes];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length)
            && length >= MinKeyBytes
            ? key[..length].ToArray()
            : null;
    }

    /// <summary>The headers of an event, signed with every valid key of the flow.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Headers(string eventId, DateTimeOffset at, ReadOnlySpan<byte> body, IEnumerable<byte[]> keys)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{eventId}.{timestamp}."), .. body];
        return
        [
            new("webhook-id", eventId),
            new("webhook-timestamp", timestamp),
            new("webhook-signature", string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"))),
        ];
    }
}
