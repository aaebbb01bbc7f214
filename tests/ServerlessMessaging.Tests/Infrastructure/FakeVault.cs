using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Security.KeyVault.Secrets;
using NSubstitute;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A Key Vault in memory, with faults and counters.</summary>
internal sealed class FakeVault : SecretClient
{
    private readonly ConcurrentDictionary<string, SecretVersion[]> _secrets = new();
    private int _reads;
    private int _lists;

    /// <summary>How many values were read.</summary>
    public int Reads => _reads;

    /// <summary>How often the versions of a secret were listed.</summary>
    public int Lists => _lists;

    public Exception? Fault { get; set; }

    /// <summary>Where set, a read waits for it.</summary>
    public Task? Gate { get; set; }

    /// <summary>Adds a version to a secret.</summary>
    /// <param name="name">The secret's name.</param>
    /// <param name="value">The version's value.</param>
    /// <param name="expiresOn">When the version expires.</param>
    /// <param name="notBefore">When the version becomes active.</param>
    public void Set(string name, string value, DateTimeOffset? expiresOn = null, DateTimeOffset? notBefore = null) => _secrets.AddOrUpdate(
        name, _ => [new(1, value, true, expiresOn, notBefore)], (_, versions) => [.. versions, new(versions.Length + 1, value, true, expiresOn, notBefore)]);

    /// <summary>Disables the versions of a value.</summary>
    public void Disable(string name, string value) =>
        _secrets[name] = [.. _secrets[name].Select(version => version.Value == value ? version with { IsEnabled = false } : version)];

    /// <summary>Deletes a secret with all its versions.</summary>
    public void Remove(string name) => _secrets.TryRemove(name, out _);

    public override async Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        await OpenAsync(cancellationToken);
        return _secrets.TryGetValue(name, out var versions) && Array.FindLast(versions, known => version is null || known.Name == version) is { } found
            ? found.IsEnabled ? Response.FromValue(found.Secret(name), Substitute.For<Response>()) : throw new RequestFailedException(403, "disabled", "SecretDisabled", null)
            : throw new RequestFailedException(404, "not found");
    }

    public override AsyncPageable<SecretProperties> GetPropertiesOfSecretVersionsAsync(string name, CancellationToken cancellationToken = default) => new Listing(this, name, cancellationToken);

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        if (Fault is { } fault)
        {
            throw fault;
        }
    }

    private sealed record SecretVersion(int Number, string Value, bool IsEnabled, DateTimeOffset? ExpiresOn, DateTimeOffset? NotBefore)
    {
        public string Name => Number.ToString("x32", CultureInfo.InvariantCulture);

        public KeyVaultSecret Secret(string name) => SecretModelFactory.KeyVaultSecret(Properties(name), Value);

        public SecretProperties Properties(string name)
        {
            var properties = SecretModelFactory.SecretProperties(name: name, version: Name, createdOn: DateTimeOffset.UnixEpoch.AddDays(Number));
            (properties.Enabled, properties.ExpiresOn, properties.NotBefore) = (IsEnabled, ExpiresOn, NotBefore);
            return properties;
        }
    }

    // The service does not list versions in the order of their age.
    private sealed class Listing(FakeVault vault, string name, CancellationToken cancellationToken) : AsyncPageable<SecretProperties>
    {
        public override async IAsyncEnumerable<Page<SecretProperties>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            Interlocked.Increment(ref vault._lists);
            await vault.OpenAsync(cancellationToken);
            SecretVersion[] versions = vault._secrets.TryGetValue(name, out var known) ? [.. known.OrderBy(version => version.Number % 2)] : [];
            yield return Page<SecretProperties>.FromValues([.. versions.Select(version => version.Properties(name))], null, Substitute.For<Response>());
        }
    }
}
