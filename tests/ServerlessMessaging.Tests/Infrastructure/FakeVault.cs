using System.Collections.Concurrent;
using Azure;
using Azure.Security.KeyVault.Secrets;
using NSubstitute;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A Key Vault that a test fills, breaks and counts.</summary>
internal sealed class FakeVault : SecretClient
{
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private int _reads;

    public int Reads => _reads;

    public Exception? Fault { get; set; }

    /// <summary>Where set, a read waits for it.</summary>
    public Task? Gate { get; set; }

    public void Set(string name, string value) => _secrets[name] = value;

    public override async Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        if (Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        if (Fault is { } fault)
        {
            throw fault;
        }

        return _secrets.TryGetValue(name, out var value)
            ? Response.FromValue(new KeyVaultSecret(name, value), Substitute.For<Response>())
            : throw new RequestFailedException(404, "not found");
    }
}
