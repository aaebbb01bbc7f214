using System.Security.Cryptography;

namespace ServerlessMessaging.Records;

/// <summary>Tells whether two requests with the same id have the same body.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 in hex of the request in canonical JSON, without its id and before defaults.</summary>
    public static string Compute(SendRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(RequestWriter.Write(request with { Id = null })));
}
