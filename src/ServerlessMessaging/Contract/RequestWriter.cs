namespace ServerlessMessaging.Contract;

/// <summary>Writes a request that keeps the rules as ASCII JSON, always in the same way: two equal requests are the same bytes.</summary>
internal static class RequestWriter
{
    public static byte[] Write(SendRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, ContractJson.Default.SendRequest);
}
