using System.Security.Cryptography;

namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>The proof that a webhook comes from Genesys: HMAC-SHA256 of the raw body, in Base64, in the header <c>X-Hub-Signature-256</c>.</summary>
public static class WebhookSignature
{
    /// <summary>The header.</summary>
    public const string HeaderName = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";
    private const int EncodedLength = 44;

    /// <summary>Checks a signature, in a time that does not tell how much of it was right.</summary>
    /// <param name="body">The bytes as they arrived.</param>
    /// <param name="header">The header's only value.</param>
    /// <param name="secret">The secret as UTF-8 bytes.</param>
    public static SignatureCheck Check(ReadOnlySpan<byte> body, ReadOnlySpan<char> header, ReadOnlySpan<byte> secret)
    {
        if (secret.IsEmpty)
        {
            return SignatureCheck.NoSecret;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!TryRead(header, given))
        {
            return SignatureCheck.Malformed;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, given) ? SignatureCheck.Valid : SignatureCheck.Mismatch;
    }

    /// <summary>Whether a header has the form of a signature.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> header) => TryRead(header, stackalloc byte[HMACSHA256.HashSizeInBytes]);

    private static bool TryRead(ReadOnlySpan<char> header, Span<byte> signature)
    {
        if (header.Length != Prefix.Length + EncodedLength || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        // White space inside would be skipped, and then the length is another.
        return Convert.TryFromBase64Chars(header[Prefix.Length..], signature, out var written) && written == signature.Length;
    }
}
