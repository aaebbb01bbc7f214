using System.Security.Cryptography;
using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>The HMAC-SHA256 signature of a webhook.</summary>
internal static class WebhookSignature
{
    public const string HeaderName = "X-Hub-Signature-256";

    /// <summary>Returns the value of the header.</summary>
    public static string Compute(ReadOnlySpan<byte> body, string secret) =>
        $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
