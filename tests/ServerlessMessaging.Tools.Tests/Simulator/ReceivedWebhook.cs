using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>A webhook as received.</summary>
internal sealed record ReceivedWebhook(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string? Signature => Headers.GetValueOrDefault("X-Hub-Signature-256");

    public static string Sign(byte[] body, string secret = DevelopmentValues.WebhookSecret) =>
        $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
