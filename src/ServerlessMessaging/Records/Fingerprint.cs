using System.Security.Cryptography;

namespace ServerlessMessaging.Records;

/// <summary>Tells whether two requests under one id say the same.</summary>
internal static class Fingerprint
{
    /// <summary>SHA-256 of the request as we write it, without its id and before any default is filled in, in hex.</summary>
    public static string Compute(SendRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(RequestWriter.Write(request with { Id = null })));
}
