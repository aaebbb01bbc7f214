namespace ServerlessMessaging.Simulator.Vault;

/// <summary>The vault's secrets, each with all its versions; the newest is the current one.</summary>
internal sealed class Secrets
{
    private readonly Dictionary<string, List<SecretVersion>> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;

    public Secrets(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        Add(DevelopmentValues.ClientSecretName, DevelopmentValues.ClientSecret, null);
        Add(DevelopmentValues.WebhookSecretName, DevelopmentValues.WebhookSecret, null);
        Add(DevelopmentValues.BotFlowSecretName, DevelopmentValues.BotFlowSecret, null);
    }

    public SecretVersion Add(string name, string value, SecretChange? change)
    {
        lock (_lock)
        {
            if (!_secrets.TryGetValue(name, out var versions))
            {
                _secrets.Add(name, versions = []);
            }

            var version = new SecretVersion(name, Guid.NewGuid().ToString("n"), value, CreationTime(versions));
            versions.Add(change?.ApplyTo(version) ?? version);
            return versions[^1];
        }
    }

    /// <summary>The newest version when <paramref name="version"/> is null; null when there is no such secret or version.</summary>
    public SecretVersion? Find(string name, string? version)
    {
        lock (_lock)
        {
            return _secrets.GetValueOrDefault(name)?.FindLast(one => version is null || one.Version == version);
        }
    }

    /// <summary>In the order of their ids, not of their age, as in Azure.</summary>
    public IReadOnlyList<SecretVersion> Versions(string name)
    {
        lock (_lock)
        {
            return [.. (_secrets.GetValueOrDefault(name) ?? []).OrderBy(version => version.Version, StringComparer.Ordinal)];
        }
    }

    public SecretVersion? Change(string name, string version, SecretChange change)
    {
        lock (_lock)
        {
            if (_secrets.GetValueOrDefault(name) is not { } versions || versions.FindIndex(one => one.Version == version) is not (>= 0 and var index))
            {
                return null;
            }

            return versions[index] = change.ApplyTo(versions[index]) with { Updated = _timeProvider.GetUtcNow() };
        }
    }

    // Times have whole seconds on the wire: without this, two versions within one second would have no visible order.
    private DateTimeOffset CreationTime(List<SecretVersion> versions)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(_timeProvider.GetUtcNow().ToUnixTimeSeconds());
        return versions.Count > 0 && versions[^1].Created >= now ? versions[^1].Created.AddSeconds(1) : now;
    }
}
