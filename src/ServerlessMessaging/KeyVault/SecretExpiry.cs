using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;

namespace ServerlessMessaging.KeyVault;

/// <summary>Warns of secrets that will expire, once a day for each: the vault goes on giving them, but their issuer may not go on taking them.</summary>
public sealed partial class SecretExpiry(IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<SecretExpiry> logger)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _warned = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Looks at the version in use.</summary>
    /// <param name="secret">The version, as the vault gave it.</param>
    public void Check(KeyVaultSecret secret)
    {
        var now = time.GetUtcNow();
        if (secret.Properties.ExpiresOn is not { } end || end - now > options.Value.ExpiryWarning)
        {
            return;
        }

        var last = _warned.GetOrAdd(secret.Name, DateTimeOffset.MinValue);
        if (now - last >= BetweenWarnings && _warned.TryUpdate(secret.Name, now, last))
        {
            Log.Expires(logger, secret.Name, end, Math.Round((end - now).TotalDays, 1));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SecretExpires, LogLevel.Warning, "Secret {SecretName} expires at {ExpiresOn:O}, in {Days} days. Make a new one where it is issued, and a new version of it in Key Vault")]
        public static partial void Expires(ILogger logger, string secretName, DateTimeOffset expiresOn, double days);
    }
}
