using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks;

/// <summary>Checks webhook signatures against every accepted secret.</summary>
public sealed class WebhookSecrets(SecretStore secrets, IOptions<WebhookOptions> options)
{
    /// <summary>The name of the secret with which a body was signed, null where it is none of them; where no cached one matches, the vault is read again.</summary>
    /// <exception cref="SecretUnavailableException">No known secret matches, and one cannot be read or may be out of date.</exception>
    public async Task<string?> FindSignerAsync(ReadOnlyMemory<byte> body, byte[] signature, CancellationToken cancellationToken)
    {
        var known = await TryAsync(body, signature, secrets.GetVersionsAsync, cancellationToken);
        var (signer, unavailable) = known.Signer is not null ? known : await TryAsync(body, signature, secrets.RereadVersionsAsync, cancellationToken);
        return signer ?? (unavailable is null ? null : throw unavailable);
    }

    // In parallel: a secret that cannot be read must not hide one that matches.
    private async Task<(string? Signer, SecretUnavailableException? Unavailable)> TryAsync(
        ReadOnlyMemory<byte> body, byte[] signature, Func<string, TimeSpan, CancellationToken, Task<SecretValues>> read, CancellationToken cancellationToken)
    {
        SecretUnavailableException? unavailable = null;
        await foreach (var check in Task.WhenEach(options.Value.NamesInForce.Select(CheckAsync)))
        {
            try
            {
                if (await check is { } signer)
                {
                    return (signer, null);
                }
            }
            catch (SecretUnavailableException exception)
            {
                unavailable = exception;
            }
        }

        return (null, unavailable);

        async Task<string?> CheckAsync(string name)
        {
            var known = await read(name, options.Value.SecretCacheDuration, cancellationToken);
            return known.Values.Any(secret => WebhookSignature.Matches(body.Span, signature, Encoding.UTF8.GetBytes(secret))) ? name
                : known.IsStale ? throw new SecretUnavailableException(name, "the vault does not respond, and the cached values do not match.")
                : null;
        }
    }
}
