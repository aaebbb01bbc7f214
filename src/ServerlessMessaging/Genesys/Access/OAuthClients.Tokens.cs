using System.Net.Http.Headers;
using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The access tokens: each is cached until shortly before its end, and fetched once for all concurrent callers.</summary>
public sealed partial class OAuthClients
{
    // A token that is refused again and again must not be fetched again for every request.
    private static readonly TimeSpan UnauthorizedDropInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForbiddenDropInterval = TimeSpan.FromMinutes(1);

    // A refusal is a fault of configuration: it is retried after a pause, not at every request.
    private static readonly TimeSpan RefusalCacheTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRateLimitCacheTime = TimeSpan.FromMinutes(1);

    // The maximum lifetime of a token; a longer one in a response is ignored.
    private const double MaxLifetimeSeconds = 48 * 60 * 60;
    private const int MaxTokenLength = 16 * 1024;
    private static readonly byte[] Form = "grant_type=client_credentials"u8.ToArray();

    private readonly ExpiringCache<OAuthClient, (string? Token, GenesysFailure? Failure)> _tokens = new(time);
    private readonly Dictionary<(OAuthClient Client, HttpStatusCode Status), DateTimeOffset> _drops = [];
    private readonly Lock _lock = new();

    /// <summary>A valid access token of a client.</summary>
    /// <exception cref="GenesysException">Genesys issued none, or not in time.</exception>
    /// <exception cref="SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<string> GetTokenAsync(OAuthClient client, Deadline deadline)
    {
        var (token, failure) = await deadline.WaitAsync(
            timeout => _tokens.GetAsync(client, _ => FetchAsync(client), timeout), "Genesys issued an access token");
        return token ?? throw new GenesysException(failure!);
    }

    /// <summary>Discards a token that the API refused with 401 or, because its scopes may be outdated, with 403.</summary>
    /// <returns>Whether the call may be retried with a new token.</returns>
    public bool DropToken(OAuthClient client, string token, HttpStatusCode refusal)
    {
        // Of concurrent callers with an expired token one discards it; the others find it discarded.
        lock (_lock)
        {
            if (!_tokens.Holds(client, cached => cached.Token == token))
            {
                // There is a newer one.
                return true;
            }

            var now = time.GetUtcNow();
            if (now - _drops.GetValueOrDefault((client, refusal)) < (refusal == HttpStatusCode.Forbidden ? ForbiddenDropInterval : UnauthorizedDropInterval))
            {
                return false;
            }

            _drops[(client, refusal)] = now;
            _tokens.Drop(client, cached => cached.Token == token);
        }

        Log.TokenDropped(logger, client.ClientId, (int)refusal);
        return true;
    }

    private async Task<Cached<(string? Token, GenesysFailure? Failure)>> FetchAsync(OAuthClient client)
    {
        try
        {
            var response = await RequestAsync(client);
            if (response.IsSuccess)
            {
                var (token, until) = Read(response);
                Log.TokenFetched(logger, client.ClientId, until);
                return await CompareOrganizationAsync(client, token) is { } mismatch
                    ? new((null, mismatch), time.GetUtcNow() + MismatchCacheTime)
                    : new((token, null), until);
            }

            var failure = GenesysErrors.Read(response, isIdempotent: true, "an active client");
            return failure.Kind switch
            {
                FailureKind.AccessFault => new((null, Refused(client, failure)), time.GetUtcNow() + RefusalCacheTime),
                FailureKind.RateLimited => new((null, failure), time.GetUtcNow() + RateLimitCacheTime(failure)),
                _ => throw new GenesysException(failure),
            };
        }
        catch (GenesysException exception)
        {
            status.RecordFailure(exception.Failure);
            throw;
        }
    }

    private GenesysFailure Refused(OAuthClient client, GenesysFailure refusal)
    {
        var failure = refusal with
        {
            Code = ErrorCodes.TokenRefused,
            Detail = $"Genesys refused the OAuth client. Check {client.Setting}:ClientId, the secret '{client.SecretName}' in Key Vault, Genesys:Region, "
                + "and that the client's grant type is client credentials.",
        };
        status.RecordFailure(failure);
        Log.ClientRefused(logger, client.ClientId, client.SecretName, failure.Status, failure.ContextId);
        return failure;
    }

    // A long Retry-After of the login is ignored: it must not stop all sends for days.
    private static TimeSpan RateLimitCacheTime(GenesysFailure failure) =>
        failure.RetryAfter > MaxRateLimitCacheTime ? MaxRateLimitCacheTime : failure.RetryAfter ?? RefusalCacheTime;

    // A refused secret is read from the vault once more, because it may have been rotated.
    private async Task<GenesysResponse> RequestAsync(OAuthClient client)
    {
        var secret = await secrets.GetAsync(client.SecretName, CancellationToken.None);
        var response = await RequestAsync(client, secret);
        var isRefused = response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest;
        var newer = isRefused ? await secrets.RefreshAsync(client.SecretName, secret, CancellationToken.None) : secret;
        return newer == secret ? response : await RequestAsync(client, newer);
    }

    private Task<GenesysResponse> RequestAsync(OAuthClient client, string secret)
    {
        // RFC 6749, 2.3.1 wants both parts form-encoded; for Genesys' ids and secrets that changes nothing.
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(secret)}"));
        var address = new Uri(options.Value.GetLoginAddress(), "/oauth/token");
        return http.SendAsync(
            new(HttpMethod.Post, address, IsIdempotent: true, Form, "application/x-www-form-urlencoded", new AuthenticationHeaderValue("Basic", basic)),
            new Deadline(time, options.Value.AttemptTimeout + options.Value.MinimumAttempt));
    }

    private (string Token, DateTimeOffset Until) Read(GenesysResponse response)
    {
        var body = LenientJson.Parse(response.Body);
        if (LenientJson.RawText(body, "access_token") is { } token && IsHeaderValue(token)
            && LenientJson.Member(body, "expires_in") is { ValueKind: JsonValueKind.Number } seconds && seconds.TryGetDouble(out var lifetime) && lifetime > 0)
        {
            return (token, time.GetUtcNow() + UsableTime(TimeSpan.FromSeconds(Math.Min(lifetime, MaxLifetimeSeconds))));
        }

        throw GenesysErrors.Unreadable(response, "Genesys' token endpoint sent a response that cannot be read. Check Genesys:Region or Genesys:LoginUrl.");
    }

    private static bool IsHeaderValue(string token) => token.Length is > 0 and <= MaxTokenLength && token.All(character => character is > ' ' and < '\x7f');

    // Jitter spreads the refreshes of instances that started together; a short lifetime is used for half of it.
    private TimeSpan UsableTime(TimeSpan lifetime)
    {
        var margin = options.Value.TokenMargin * (1 + (Random.Shared.NextDouble() / 2));
        return lifetime > margin * 2 ? lifetime - margin : lifetime / 2;
    }
}
