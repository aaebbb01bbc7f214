namespace ServerlessMessaging.Contract;

/// <summary>A name derived from untrusted strings, valid in blob names, paths and ids.</summary>
public static class DerivedName
{
    private const int Digits = 32;

    /// <summary>The first 32 hex digits of SHA-256 over the parts, joined by newlines.</summary>
    public static string Compute(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..Digits];
}
