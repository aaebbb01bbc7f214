using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BotFlow;

/// <summary>Standard Webhooks: the signature covers the received bytes, so it is checked before parsing.</summary>
internal sealed class WebhookSignature(IReadOnlyList<byte[]> keys, TimeProvider clock)
{
    private const long ToleranceInSeconds = 5 * 60;

    public bool IsValid(string id, string timestamp, string signatures, byte[] body)
    {
        if (id.Length == 0
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || clock.GetUtcNow().ToUnixTimeSeconds() - seconds is < -ToleranceInSeconds or > ToleranceInSeconds)
        {
            return false;
        }

        var received = signatures.Split(' ').Select(Encoding.UTF8.GetBytes).ToList();
        return keys.Any(key =>
        {
            var expected = Encoding.UTF8.GetBytes($"v1,{Sign(key, id, timestamp, body)}");
            return received.Any(signature => CryptographicOperations.FixedTimeEquals(signature, expected));
        });
    }

    private static string Sign(byte[] key, string id, string timestamp, byte[] body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
