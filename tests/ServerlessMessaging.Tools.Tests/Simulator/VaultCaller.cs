using System.Net.Security;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Calls the vault with SecretClient, a token and one trusted certificate.</summary>
internal sealed class VaultCaller : IDisposable
{
    private readonly SocketsHttpHandler _handler;

    public VaultCaller(GenesysSimulator simulator, string? token = null)
    {
        _handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate!.GetCertHashString(HashAlgorithmName.SHA256) == simulator.VaultThumbprint,
            },
        };
        Invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        Credential = new FixedCredential(token ?? simulator.VaultToken);
        Secrets = new SecretClient(simulator.VaultAddress, Credential, new SecretClientOptions
        {
            Transport = new HttpClientTransport(_handler),
            DisableChallengeResourceVerification = true,
            Retry = { MaxRetries = 0 },
        });
    }

    public SecretClient Secrets { get; }

    /// <summary>Sends requests that SecretClient does not send.</summary>
    public HttpMessageInvoker Invoker { get; }

    public FixedCredential Credential { get; }

    public void Dispose()
    {
        Invoker.Dispose();
        _handler.Dispose();
    }

    internal sealed class FixedCredential(string token) : TokenCredential
    {
        public IReadOnlyList<string> RequestedScopes { get; private set; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            RequestedScopes = requestContext.Scopes;
            return new AccessToken(token, DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
