using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace BotFlow;

/// <summary>The settings from environment variables. Error messages contain no values, which may be secrets.</summary>
internal sealed record Settings(IPEndPoint Address, IReadOnlyList<byte[]> Keys)
{
    private const string SecretPrefix = "whsec_";

    public static bool TryRead(Func<string, string?> read, [NotNullWhen(true)] out Settings? settings, [NotNullWhen(false)] out string? problem)
    {
        settings = null;
        var port = read("PORT") is { Length: > 0 } portSetting ? portSetting : "5080";
        var host = read("HOST") is { Length: > 0 } hostSetting ? hostSetting : "127.0.0.1";
        var secrets = (read("BOT_FLOW_SECRET") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var keys = secrets.Select(Key).OfType<byte[]>().ToList();
        if (keys.Count == 0 || keys.Count != secrets.Length)
        {
            problem = "BOT_FLOW_SECRET must be whsec_ and the Base64 of 24 to 64 bytes; several are separated by a space.";
        }
        else if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            problem = "PORT must be a number from 0 to 65535.";
        }
        else if (!IPAddress.TryParse(host, out var address))
        {
            problem = "HOST must be an IP address.";
        }
        else
        {
            problem = null;
            settings = new Settings(new IPEndPoint(address, number), keys);
        }

        return settings is not null;
    }

    private static byte[]? Key(string secret)
    {
        var key = new byte[64];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out var length)
            && length >= 24
            && secret == SecretPrefix + Convert.ToBase64String(key, 0, length)
            ? key[..length]
            : null;
    }
}
