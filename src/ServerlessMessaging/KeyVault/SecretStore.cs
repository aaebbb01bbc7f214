using System.Collections.Concurrent;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using ServerlessMessaging.Caching;

namespace ServerlessMessaging.KeyVault;

/// <summary>
/// Reads secrets from Key Vault and caches them. While the vault fails, the last good values stay in use:
/// a rotation needs no restart, and sending survives an outage of the vault. A cancellation ends the wait of a caller, not a shared read.
/// </summary>
public sealed partial class SecretStore(SecretClient client, IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<SecretStore> logger)
{
    // The current and the previous version, so that nothing is refused during a rotation.
    private const int AcceptedVersions = 2;
    private const int NotFound = 404;
    private const int Forbidden = 403;

    /// <summary>The reason while the read is still running.</summary>
    internal const string NoResponse = "the vault does not respond. Check KeyVault:Uri and the network.";

    // The wait of a caller while an earlier value is known.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromDays(1);

    // While an earlier value is used, a failing vault is read again soon, but not by every request.
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<(string Name, bool WithPrevious), SecretValues> _cache = new(time);
    private readonly ConcurrentDictionary<(string Name, bool WithPrevious), IReadOnlyList<string>> _lastGood = new();
    private readonly ConcurrentDictionary<(string Name, bool IsExpiry), DateTimeOffset> _warnings = new();
    private readonly Dictionary<string, DateTimeOffset> _rereads = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The current value of a secret, at most <see cref="KeyVaultOptions.CacheDuration"/> old.</summary>
    /// <exception cref="SecretUnavailableException">The vault does not return it and no earlier value is known.</exception>
    public async Task<string> GetAsync(string name, CancellationToken cancellationToken) =>
        ThrowIfUnavailable(name, await FindAsync(name, cancellationToken)).Values[0];

    /// <summary>Reads the vault again, because the value was refused where it was used. A newer one that is already known is kept.</summary>
    /// <exception cref="SecretUnavailableException">The vault does not return it and no earlier value is known.</exception>
    public Task<string> RefreshAsync(string name, string refused, CancellationToken cancellationToken)
    {
        _cache.Drop((name, false), known => known.Values.Contains(refused));
        return GetAsync(name, cancellationToken);
    }

    /// <summary>The values of the current version and of the enabled one before it, at most <paramref name="age"/> old.</summary>
    /// <exception cref="SecretUnavailableException">The vault does not return them and no earlier ones are known, or it has them no longer.</exception>
    public async Task<SecretValues> GetVersionsAsync(string name, TimeSpan age, CancellationToken cancellationToken) =>
        ThrowIfUnavailable(name, await FindAsync((name, true), age, cancellationToken));

    /// <summary>Reads the vault again because none of the values matched, at most once in <paramref name="age"/>.</summary>
    /// <exception cref="SecretUnavailableException">As for <see cref="GetVersionsAsync"/>.</exception>
    public Task<SecretValues> RereadVersionsAsync(string name, TimeSpan age, CancellationToken cancellationToken)
    {
        // Concurrent callers share the first read and do not get the old values.
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_rereads.TryGetValue(name, out var last) || now - last >= age)
            {
                _rereads[name] = now;
                _cache.Drop((name, true), _ => true);
            }
        }

        return GetVersionsAsync(name, age, cancellationToken);
    }

    /// <summary>As <see cref="GetAsync"/>, but returns the fault instead of throwing.</summary>
    internal Task<SecretValues> FindAsync(string name, CancellationToken cancellationToken) => FindAsync((name, false), options.Value.CacheDuration, cancellationToken);

    /// <summary>As <see cref="GetVersionsAsync"/>, but returns the fault instead of throwing.</summary>
    internal Task<SecretValues> FindVersionsAsync(string name, TimeSpan age, CancellationToken cancellationToken) => FindAsync((name, true), age, cancellationToken);

    private static SecretValues ThrowIfUnavailable(string name, SecretValues found) =>
        found.Values.Count > 0 ? found : throw new SecretUnavailableException(name, found.Fault!);

    private async Task<SecretValues> FindAsync((string Name, bool WithPrevious) key, TimeSpan age, CancellationToken cancellationToken)
    {
        var reading = _cache.GetAsync(key, _ => ReadAsync(key, age), cancellationToken);
        if (!_lastGood.TryGetValue(key, out var lastGood))
        {
            return await reading;
        }

        try
        {
            // A vault that does not respond must not use up the time of a caller.
            return await reading.WaitAsync(MaxWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new(lastGood, NoResponse);
        }
    }

    private async Task<Cached<SecretValues>> ReadAsync((string Name, bool WithPrevious) key, TimeSpan age)
    {
        using var timeout = new CancellationTokenSource(options.Value.ReadTimeout, time);
        try
        {
            var values = await ReadValuesAsync(key, timeout.Token);
            if (values.Count == 0)
            {
                return Fallback(key, "each of its versions is disabled, not yet active or empty. Enable one, or set one.", "Empty", isWithdrawn: true);
            }

            _lastGood[key] = values;
            return new(new(values), time.GetUtcNow() + age);
        }
        catch (Exception exception)
        {
            // The address may be wrong, so any exception is possible.
            return Fallback(key, ReasonOf(exception), (exception.InnerException ?? exception).GetType().Name, isWithdrawn: exception is RequestFailedException { Status: NotFound });
        }
    }

    private async Task<IReadOnlyList<string>> ReadValuesAsync((string Name, bool WithPrevious) key, CancellationToken cancellationToken)
    {
        var known = key.WithPrevious ? await ListActiveAsync(key.Name, cancellationToken) : [];
        var newest = await ReadNewestAsync(key.Name, cancellationToken);
        if (newest is null && !key.WithPrevious)
        {
            known = await ListActiveAsync(key.Name, cancellationToken);
        }

        var values = new List<string>();
        Add(newest);
        foreach (var version in known.Where(version => version.Version != newest?.Properties.Version).Take((key.WithPrevious ? AcceptedVersions : 1) - values.Count))
        {
            Add(await client.GetSecretAsync(key.Name, version.Version, cancellationToken: cancellationToken));
        }

        return values;

        void Add(KeyVaultSecret? secret)
        {
            if (secret is not null && SecretForm.Clean(secret.Value) is { Length: > 0 } value)
            {
                values.Add(value);
                Warn(secret, value, isCurrent: values.Count == 1);
            }
        }
    }

    // Enabled, and their activation date has passed; one more than are accepted, because the newest one may be among them. The list may be long.
    private async Task<List<SecretProperties>> ListActiveAsync(string name, CancellationToken cancellationToken)
    {
        List<SecretProperties> newest = [];
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (version.Enabled == true && IsActive(version))
            {
                newest = [.. newest.Append(version).OrderByDescending(known => known.CreatedOn).Take(AcceptedVersions + 1)];
            }
        }

        return newest;
    }

    // Null where the newest version is disabled or not yet active: an earlier one is current.
    private async Task<KeyVaultSecret?> ReadNewestAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            KeyVaultSecret newest = await client.GetSecretAsync(name, cancellationToken: cancellationToken);
            return IsActive(newest.Properties) ? newest : null;
        }
        catch (RequestFailedException exception) when (exception.Status == Forbidden)
        {
            return null;
        }
    }

    // The vault returns a version also before its activation date.
    private bool IsActive(SecretProperties version) => !(version.NotBefore > time.GetUtcNow());

    private Cached<SecretValues> Fallback((string Name, bool WithPrevious) key, string reason, string cause, bool isWithdrawn)
    {
        if (key.WithPrevious && isWithdrawn)
        {
            // A secret that was removed from the vault must verify nothing.
            _lastGood.TryRemove(key, out _);
        }

        var isKnown = _lastGood.TryGetValue(key, out var values);
        Action<ILogger, string, string, string> log = (key.WithPrevious, isKnown) switch
        {
            (false, true) => Log.ServingLastGood,
            (false, false) => Log.Unavailable,
            (true, true) => Log.ServingLastGoodVersions,
            (true, false) => Log.VersionsUnavailable,
        };
        log(logger, key.Name, reason, cause);

        // An empty list is cached too, otherwise every forged signature would cause a read of the vault.
        return new(new(values ?? [], reason), time.GetUtcNow() + (isKnown || key.WithPrevious ? RetryAfterFailure : TimeSpan.Zero));
    }

    // The vault returns an expired secret, but its issuer may refuse it.
    private void Warn(KeyVaultSecret secret, string value, bool isCurrent)
    {
        var now = time.GetUtcNow();
        if (isCurrent && secret.Properties.ExpiresOn is { } end && end - now <= options.Value.ExpiryWarning && IsDue(isExpiry: true))
        {
            Log.Expires(logger, secret.Name, end, Math.Round((end - now).TotalDays, 1));
        }

        if (isCurrent && SecretForm.FaultOf(value) is { } fault && IsDue(isExpiry: false))
        {
            Log.OddForm(logger, secret.Name, fault);
        }

        // Once a day.
        bool IsDue(bool isExpiry)
        {
            var key = (secret.Name.ToUpperInvariant(), isExpiry);
            if (now - _warnings.GetValueOrDefault(key) < BetweenWarnings)
            {
                return false;
            }

            _warnings[key] = now;
            return true;
        }
    }

    // Texts for callers: the messages of the SDK have headers and addresses.
    private static string ReasonOf(Exception exception) => exception switch
    {
        RequestFailedException { Status: NotFound } => "the vault has no secret of this name. Create it.",
        RequestFailedException { Status: Forbidden } => "access is denied or the secret is disabled. Give the app's identity the role Key Vault Secrets User and check that the current version is enabled.",
        RequestFailedException { Status: 429 } => "the vault is throttling.",
        RequestFailedException { Status: > 0 } failed => $"the vault responded with {failed.Status}.",
        AuthenticationFailedException => "no credential is available. Give the app a managed identity, or sign in with the Azure CLI.",
        OperationCanceledException => "the vault did not respond in time.",
        RequestFailedException or AggregateException => "the vault cannot be reached. Check KeyVault:Uri and the network.",
        _ => "the address in KeyVault:Uri is not a Key Vault. Correct the setting.",
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.LastGoodSecretUsed, LogLevel.Warning, "Secret {SecretName} cannot be read, so its last good value is used: {Reason} ({Cause})")]
        public static partial void ServingLastGood(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.SecretUnavailable, LogLevel.Error, "Secret {SecretName} cannot be read: {Reason} ({Cause})")]
        public static partial void Unavailable(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.LastGoodSecretVersionsUsed, LogLevel.Warning, "The versions of secret {SecretName} cannot be read, so the last good ones are used: {Reason} ({Cause})")]
        public static partial void ServingLastGoodVersions(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.SecretVersionsUnavailable, LogLevel.Error, "The versions of secret {SecretName} cannot be read: {Reason} ({Cause})")]
        public static partial void VersionsUnavailable(ILogger logger, string secretName, string reason, string cause);

        [LoggerMessage(EventIds.SecretFormUnexpected, LogLevel.Warning, "Secret {SecretName} is used as it is, but {Fault}")]
        public static partial void OddForm(ILogger logger, string secretName, string fault);

        [LoggerMessage(EventIds.SecretExpires, LogLevel.Warning, "Secret {SecretName} expires at {ExpiresOn:O}, in {Days} days; create a new one where it is issued and add it to Key Vault as a new version")]
        public static partial void Expires(ILogger logger, string secretName, DateTimeOffset expiresOn, double days);
    }
}

/// <summary>The values of a secret.</summary>
/// <param name="Values">The current one first; empty where there is none.</param>
/// <param name="Fault">Why the vault did not return them, as a text for callers; null where it did.</param>
public sealed record SecretValues(IReadOnlyList<string> Values, string? Fault = null)
{
    /// <summary>Whether the vault failed: it may have newer ones.</summary>
    public bool IsStale => Fault is not null;
}
