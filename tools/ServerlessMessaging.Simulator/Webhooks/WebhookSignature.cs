using System.Security.Cryptography;
using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>The proof that a body comes from somebody who knows the secret.</summary>
internal static class WebhookSignature
{
    public const string HeaderName = "X-Hub-Signature-256";

    /// <summary>Returns the header's value for exactly these bytes.</summary>
    public static string Of(ReadOnlySpan<byte> body, string secret) =>
        $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
