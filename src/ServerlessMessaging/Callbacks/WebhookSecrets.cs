using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks;

/// <summary>Checks webhook signatures against every accepted secret.</summary>
public sealed class WebhookSecrets(SecretStore secrets, IOptions<WebhookOptions> options)
{
    /// <summary>Whether a body was signed with one of the secrets; where no cached one matches, the vault is read again.</summary>
    /// <exception cref="SecretUnavailableException">No known secret matches, and one cannot be read or may be out of date.</exception>
    public async Task<bool> IsSignedAsync(ReadOnlyMemory<byte> body, byte[] signature, CancellationToken cancellationToken)
    {
        var known = await TryAsync(body, signature, secrets.GetVersionsAsync, cancellationToken);
        var (isSigned, unavailable) = known.IsSigned ? known : await TryAsync(body, signature, secrets.RereadVersionsAsync, cancellationToken);
        return isSigned || (unavailable is null ? false : throw unavailable);
    }

    // In parallel: a secret that cannot be read must not hide one that matches.
    private async Task<(bool IsSigned, SecretUnavailableException? Unavailable)> TryAsync(
        ReadOnlyMemory<byte> body, byte[] signature, Func<string, TimeSpan, CancellationToken, Task<SecretValues>> read, CancellationToken cancellationToken)
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
            return known.Values.Any(secret => WebhookSignature.Matches(body.Span, signature, Encoding.UTF8.GetBytes(secret)))
                || (known.IsStale ? throw new SecretUnavailableException(name, "the vault does not respond, and the cached values do not match.") : false);
        }
    }
}
