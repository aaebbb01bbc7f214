namespace ServerlessMessaging.Callbacks;

/// <summary>The signature of a webhook: HMAC-SHA256 of the raw body, in Base64, in the header <c>X-Hub-Signature-256</c>.</summary>
public static class WebhookSignature
{
    public const string HeaderName = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";
    private const int EncodedLength = 44;

    /// <summary>The 32 bytes of a header; null where it is not <c>sha256=</c> and their Base64.</summary>
    public static byte[]? Read(ReadOnlySpan<char> header)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        // The decoder skips white space, so the length is checked.
        return header.Length == Prefix.Length + EncodedLength
            && header.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(header[Prefix.Length..], signature, out var written)
            && written == signature.Length
            ? signature.ToArray()
            : null;
    }

    /// <summary>Whether a body was signed with a secret, in constant time.</summary>
    public static bool Matches(ReadOnlySpan<byte> body, ReadOnlySpan<byte> given, ReadOnlySpan<byte> secret)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body, expected);
        // An empty secret would accept any sender.
        return !secret.IsEmpty && CryptographicOperations.FixedTimeEquals(expected, given);
    }
}
