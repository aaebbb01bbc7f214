namespace ServerlessMessaging.Simulator.Vault;

/// <summary>One version of a secret; its value never changes, its attributes may.</summary>
internal sealed record SecretVersion(string Name, string Version, string Value, DateTimeOffset Created)
{
    public bool Enabled { get; init; } = true;

    public DateTimeOffset Updated { get; init; } = Created;

    public string? ContentType { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
