using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>Access to the simulator's vault. Its certificate is trusted in code, so that no setting can weaken the trust in a real vault.</summary>
/// <param name="Address">The vault's address, on loopback.</param>
/// <param name="Thumbprint">The SHA-256 of the one certificate that is trusted, in hex.</param>
/// <param name="Token">The access token that the vault accepts.</param>
public sealed record DevelopmentVault(Uri Address, string Thumbprint, string Token)
{
    /// <summary>The real client against the simulator's vault.</summary>
    public SecretClient CreateClient()
    {
        if (!Address.IsLoopback)
        {
            throw new StartupException($"The development vault must be on this machine, not at {Address}.");
        }

        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                string.Equals(certificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256), Thumbprint, StringComparison.OrdinalIgnoreCase),
        };
        return new SecretClient(Address, new StaticCredential(Token), new SecretClientOptions
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(handler),
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(100), NetworkTimeout = TimeSpan.FromSeconds(3) },
        });
    }

    private sealed class StaticCredential(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
