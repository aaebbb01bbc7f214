using System.Collections.Concurrent;
using Azure.Security.KeyVault.Secrets;
using ServerlessMessaging.Caching;

namespace ServerlessMessaging.KeyVault;

/// <summary>
/// Reads the versions of a secret that hold at the moment: the current one and the enabled one before it, so that a rotation
/// refuses nobody. Where the vault does not answer, the last good ones go on serving; where it answers that there are none, they do not.
/// </summary>
public sealed partial class SecretVersions(SecretClient client, SecretExpiry expiry, IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<SecretVersions> logger)
{
    /// <summary>The current version and the one before.</summary>
    private const int Accepted = 2;

    private const int NotFound = 404;
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly ExpiringCache<string, SecretValues> _cache = new(time);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _lastGood = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _reread = new(StringComparer.Ordinal);

    /// <summary>The values that hold.</summary>
    /// <param name="name">The secret's name in Key Vault.</param>
    /// <param name="age">How old they may be.</param>
    /// <param name="cancellationToken">Ends the waiting, not the read that others share.</param>
    /// <exception cref="SecretUnavailableException">The vault does not give them and no earlier ones are known.</exception>
    public async Task<SecretValues> GetAsync(string name, TimeSpan age, CancellationToken cancellationToken)
    {
        var reading = _cache.GetAsync(name, key => ReadAsync(key, age), cancellationToken);
        var found = _lastGood.TryGetValue(name, out var lastGood) ? await PatientlyAsync(reading, lastGood) : await reading;
        return found.Fault is null ? found : throw new SecretUnavailableException(name, found.Fault);
    }

    /// <summary>Reads the vault again because none of the values fitted, at most once in the time that they may be old.</summary>
    /// <param name="name">The secret's name in Key Vault.</param>
    /// <param name="age">How old they may be.</param>
    /// <param name="cancellationToken">Ends the waiting, not the read that others share.</param>
    /// <exception cref="SecretUnavailableException">The vault does not give them and no earlier ones are known.</exception>
    public Task<SecretValues> RereadAsync(string name, TimeSpan age, CancellationToken cancellationToken)
    {
        // Whoever comes second must not find the old values any more: he shares the first one's read.
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_reread.TryGetValue(name, out var last) || now - last >= age)
            {
                _reread[name] = now;
                _cache.Drop(name, _ => true);
            }
        }

        return GetAsync(name, age, cancellationToken);
    }

    // A vault that hangs must not cost a webhook that a known secret would verify.
    private async Task<SecretValues> PatientlyAsync(Task<SecretValues> reading, IReadOnlyList<string> lastGood)
    {
        try
        {
            return await reading.WaitAsync(LongestWait, time);
        }
        catch (TimeoutException)
        {
            return new(lastGood, IsStale: true);
        }
    }

    private async Task<Cached<SecretValues>> ReadAsync(string name, TimeSpan age)
    {
        using var timeout = new CancellationTokenSource(options.Value.ReadTimeout, time);
        try
        {
            var values = await ReadAsync(name, timeout.Token);
            if (values.Count == 0)
            {
                return Withdrawn(name, "none of its versions is enabled and has a value. Enable one, or set one.", "Empty");
            }

            _lastGood[name] = values;
            return new(new(values), time.GetUtcNow() + age);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return Withdrawn(name, VaultFaults.Reason(exception), nameof(RequestFailedException));
        }
        catch (Exception exception)
        {
            return Fallback(name, VaultFaults.Reason(exception), (exception.InnerException ?? exception).GetType().Name);
        }
    }

    // The vault has spoken: what was good before is good no more.
    private Cached<SecretValues> Withdrawn(string name, string reason, string cause)
    {
        _lastGood.TryRemove(name, out _);
        return Fallback(name, reason, cause);
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string name, CancellationToken cancellationToken)
    {
        // The newest are kept and one to spare, because the current one may be among them: the list may have no end.
        List<SecretProperties> newest = [];
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (version.Enabled == true)
            {
                newest = [.. newest.Append(version).OrderByDescending(known => known.CreatedOn).Take(Accepted + 1)];
            }
        }

        var current = await CurrentAsync(name, cancellationToken);
        var values = new List<string>();
        if (current is { Value.Length: > 0 })
        {
            expiry.Check(current);
            values.Add(current.Value);
        }

        foreach (var version in newest.Where(version => version.Version != current?.Properties.Version).Take(Accepted - values.Count))
        {
            KeyVaultSecret secret = await client.GetSecretAsync(name, version.Version, cancellationToken);
            if (secret.Value is { Length: > 0 })
            {
                values.Add(secret.Value);
            }
        }

        return values;
    }

    // Null where the newest version is disabled.
    private async Task<KeyVaultSecret?> CurrentAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetSecretAsync(name, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 403)
        {
            return null;
        }
    }

    // A failure is remembered too, or every forged signature would read the vault.
    private Cached<SecretValues> Fallback(string name, string reason, string cause)
    {
        var until = time.GetUtcNow() + RetryAfterFailure;
        if (_lastGood.TryGetValue(name, out var values))
        {
            Log.ServingLastGood(logger, name, reason, cause);
            return new(new(values, IsStale: true), until);
        }

        Log.Unavailable(logger, name, reason, cause);
        return new(new([]) { Fault = reason }, until);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SecretVersionsServedFromLastGood, LogLevel.Warning, "The versions of secret {SecretName} cannot be read, the last good ones go on serving: {Reason} ({Cause})")]
        public static partial void ServingLastGood(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.SecretVersionsUnavailable, LogLevel.Error, "The versions of secret {SecretName} cannot be read: {Reason} ({Cause})")]
        public static partial void Unavailable(ILogger logger, string secretName, string reason, string cause);
    }
}
