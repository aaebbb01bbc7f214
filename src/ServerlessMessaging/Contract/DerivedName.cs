namespace ServerlessMessaging.Contract;

/// <summary>A name made of strings from outside, which may hold anything: fit for blobs, paths and ids.</summary>
public static class DerivedName
{
    private const int Digits = 32;

    /// <summary>The first 32 hex digits of SHA-256 over the parts, joined by newlines.</summary>
    public static string Of(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Digits];
}
