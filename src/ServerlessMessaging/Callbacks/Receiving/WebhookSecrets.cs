using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>Holds a webhook's signature against every secret that Genesys may have used.</summary>
public sealed class WebhookSecrets(SecretStore secrets, IOptions<WebhookOptions> options)
{
    /// <summary>Checks a signature; where none of the known secrets fits, the vault may know a newer one.</summary>
    /// <param name="body">The bytes as they arrived.</param>
    /// <param name="header">The header's only value.</param>
    /// <param name="cancellationToken">Ends the waiting for the vault.</param>
    /// <returns><c>Valid</c> or <c>Mismatch</c>.</returns>
    /// <exception cref="SecretUnavailableException">None fits that is known, and one cannot be read or may be out of date: nobody can tell.</exception>
    public async Task<SignatureCheck> CheckAsync(ReadOnlyMemory<byte> body, string header, CancellationToken cancellationToken)
    {
        var (isValid, _) = await TryAsync(body, header, secrets.GetVersionsAsync, cancellationToken);
        if (isValid)
        {
            return SignatureCheck.Valid;
        }

        (isValid, var unavailable) = await TryAsync(body, header, secrets.RereadVersionsAsync, cancellationToken);
        return isValid ? SignatureCheck.Valid : unavailable is null ? SignatureCheck.Mismatch : throw unavailable;
    }

    // All at once: a secret that cannot be read must not hide one that fits.
    private async Task<(bool IsValid, SecretUnavailableException? Unavailable)> TryAsync(
        ReadOnlyMemory<byte> body, string header, Func<string, TimeSpan, CancellationToken, Task<SecretValues>> read, CancellationToken cancellationToken)
    {
        SecretUnavailableException? unavailable = null;
        await foreach (var check in Task.WhenEach(options.Value.NamesInForce.Select(CheckAsync)))
        {
            try
            {
                if (await check)
                {
                    return (true, null);
                }
            }
            catch (SecretUnavailableException exception)
            {
                unavailable = exception;
            }
        }

        return (false, unavailable);

        async Task<bool> CheckAsync(string name)
        {
            var known = await read(name, options.Value.SecretCacheDuration, cancellationToken);
            if (known.Values.Any(secret => WebhookSignature.Check(body.Span, header, Encoding.UTF8.GetBytes(secret)) == SignatureCheck.Valid))
            {
                return true;
            }

            return known.IsStale ? throw new SecretUnavailableException(name, "the vault does not answer, and what is known from before does not fit.") : false;
        }
    }
}
