using System.Text;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>Client id and secret of a Basic header (RFC 7617).</summary>
internal sealed record BasicCredentials(string ClientId, string ClientSecret)
{
    public static BasicCredentials? Parse(string authorization)
    {
        const string Scheme = "Basic ";
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var encoded = authorization[Scheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new(pair[..colon], pair[(colon + 1)..]);
    }
}
