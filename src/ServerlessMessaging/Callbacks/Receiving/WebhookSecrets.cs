using System.Text;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Secrets;

namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>Holds a webhook's signature against every secret that Genesys may have used.</summary>
internal sealed class WebhookSecrets(SecretVersions versions, IOptions<WebhookOptions> options)
{
    /// <summary>Checks a signature; where none of the known secrets fits, the vault may know a newer one.</summary>
    /// <param name="body">The bytes as they arrived.</param>
    /// <param name="header">The header's only value.</param>
    /// <param name="cancellationToken">Ends the waiting for the vault.</param>
    /// <exception cref="SecretUnavailableException">A secret cannot be read and none of the others fits: nobody can tell.</exception>
    public async Task<SignatureCheck> CheckAsync(ReadOnlyMemory<byte> body, string header, CancellationToken cancellationToken)
    {
        if (!WebhookSignature.IsWellFormed(header))
        {
            return SignatureCheck.Malformed;
        }

        return await TryAsync(body, header, versions.GetAsync, cancellationToken) == SignatureCheck.Valid
            ? SignatureCheck.Valid
            : await TryAsync(body, header, versions.RereadAsync, cancellationToken);
    }

    private async Task<SignatureCheck> TryAsync(
        ReadOnlyMemory<byte> body, string header, Func<string, TimeSpan, CancellationToken, Task<IReadOnlyList<string>>> read, CancellationToken cancellationToken)
    {
        SecretUnavailableException? unavailable = null;
        foreach (var name in options.Value.NamesInForce)
        {
            try
            {
                var secrets = await read(name, options.Value.SecretCacheDuration, cancellationToken);
                if (secrets.Any(secret => WebhookSignature.Check(body.Span, header, Encoding.UTF8.GetBytes(secret)) == SignatureCheck.Valid))
                {
                    return SignatureCheck.Valid;
                }
            }
            catch (SecretUnavailableException exception)
            {
                unavailable = exception;
            }
        }

        return unavailable is null ? SignatureCheck.Mismatch : throw unavailable;
    }
}
