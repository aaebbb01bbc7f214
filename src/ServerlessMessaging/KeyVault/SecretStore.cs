using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using ServerlessMessaging.Caching;

namespace ServerlessMessaging.KeyVault;

/// <summary>
/// Reads secrets from Key Vault and keeps them for a while. Where the vault does not answer, the last good value goes on serving:
/// a rotation needs no restart and an outage of the vault no alarm.
/// </summary>
public sealed partial class SecretStore(
    SecretClient client, SecretExpiry expiry, IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<SecretStore> logger)
{
    // While an earlier value serves, a failing vault is asked again soon, but not by every request.
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<string, string> _cache = new(time);
    private readonly ConcurrentDictionary<string, string> _lastGood = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _concerns = new(StringComparer.Ordinal);

    /// <summary>The current value of a secret, at most <see cref="KeyVaultOptions.CacheDuration"/> old.</summary>
    /// <param name="name">The secret's name in Key Vault.</param>
    /// <param name="cancellationToken">Ends the waiting, not the read that others share.</param>
    /// <exception cref="SecretUnavailableException">The vault does not give it and no earlier value is known.</exception>
    public Task<string> GetAsync(string name, CancellationToken cancellationToken) =>
        _cache.GetAsync(name, ReadAsync, cancellationToken);

    /// <summary>Why the vault does not give a secret whose last good value goes on serving; null where all is well.</summary>
    public string? Concern(string name) => _concerns.GetValueOrDefault(name);

    /// <summary>Whether a value was read that can go on serving.</summary>
    internal bool IsKnown(string name) => _lastGood.ContainsKey(name);

    /// <summary>Reads the vault again, because a value taken from it was refused where it was used.</summary>
    /// <param name="name">The secret's name in Key Vault.</param>
    /// <param name="refused">The value that was refused; a newer one that is already known is kept.</param>
    /// <param name="cancellationToken">Ends the waiting, not the read that others share.</param>
    /// <exception cref="SecretUnavailableException">The vault does not give it and no earlier value is known.</exception>
    public Task<string> RefreshAsync(string name, string refused, CancellationToken cancellationToken)
    {
        _cache.Drop(name, value => value == refused);
        return GetAsync(name, cancellationToken);
    }

    private async Task<Cached<string>> ReadAsync(string name)
    {
        using var timeout = new CancellationTokenSource(options.Value.ReadTimeout, time);
        try
        {
            KeyVaultSecret secret = await client.GetSecretAsync(name, cancellationToken: timeout.Token);
            if (string.IsNullOrEmpty(secret.Value))
            {
                return Fallback(name, "its value is empty. Set one.", "Empty");
            }

            expiry.Check(secret);
            _lastGood[name] = secret.Value;
            _concerns.TryRemove(name, out _);
            return new(secret.Value, time.GetUtcNow() + options.Value.CacheDuration);
        }
        catch (Exception exception) when (exception is not SecretUnavailableException)
        {
            // What answers at the address may be anything, so anything may be thrown.
            return Fallback(name, VaultFaults.Reason(exception), (exception.InnerException ?? exception).GetType().Name);
        }
    }

    private Cached<string> Fallback(string name, string reason, string cause)
    {
        if (_lastGood.TryGetValue(name, out var value))
        {
            _concerns[name] = reason;
            Log.ServingLastGood(logger, name, reason, cause);
            return new(value, time.GetUtcNow() + RetryAfterFailure);
        }

        Log.Unavailable(logger, name, reason, cause);
        throw new SecretUnavailableException(name, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SecretServedFromLastGood, LogLevel.Warning, "Secret {SecretName} cannot be read, its last good value goes on serving: {Reason} ({Cause})")]
        public static partial void ServingLastGood(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.SecretUnavailable, LogLevel.Error, "Secret {SecretName} cannot be read: {Reason} ({Cause})")]
        public static partial void Unavailable(ILogger logger, string secretName, string reason, string cause);
    }
}
