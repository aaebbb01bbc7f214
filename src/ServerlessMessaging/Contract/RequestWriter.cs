namespace ServerlessMessaging.Contract;

/// <summary>Writes a valid request as canonical ASCII JSON: equal requests are equal bytes.</summary>
internal static class RequestWriter
{
    public static byte[] Write(SendRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Default.SendRequest);

    /// <summary>SHA-256 in hex of the request without its id and before defaults: shows whether two requests with the same id have the same body.</summary>
    public static string Fingerprint(SendRequest request) => Convert.ToHexStringLower(SHA256.HashData(Write(request with { Id = null })));
}
