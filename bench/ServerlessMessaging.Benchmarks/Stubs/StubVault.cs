using Azure;
using Azure.Security.KeyVault.Secrets;

namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>A vault in which every secret has the same value.</summary>
internal sealed class StubVault : SecretClient
{
    public const string Value = "a-secret-of-the-benchmarks";

    public override Task<Response<KeyVaultSecret>> GetSecretAsync(string name, string? version = null, SecretContentType? outContentType = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(Response.FromValue(SecretModelFactory.KeyVaultSecret(Properties(name), Value), null!));

    public override AsyncPageable<SecretProperties> GetPropertiesOfSecretVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        AsyncPageable<SecretProperties>.FromPages([Page<SecretProperties>.FromValues([Properties(name)], null, null!)]);

    private static SecretProperties Properties(string name) => SecretModelFactory.SecretProperties(name: name, version: "1", createdOn: DateTimeOffset.UnixEpoch);
}
