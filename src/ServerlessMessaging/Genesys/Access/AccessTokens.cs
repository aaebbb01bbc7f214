using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The access token of each OAuth client: remembered until shortly before its end, fetched once for however many wait.</summary>
public sealed partial class AccessTokens(TokenEndpoint endpoint, GenesysCondition condition, TimeProvider time, ILogger<AccessTokens> logger)
{
    // A token that is refused again and again must not become a fetch for every request.
    private static readonly TimeSpan BetweenUnauthorizedDrops = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenForbiddenDrops = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<OAuthClient, TokenOutcome> _tokens = new(time);
    private readonly Dictionary<(OAuthClient Client, int Status), DateTimeOffset> _drops = [];
    private readonly Lock _lock = new();

    /// <summary>A token that is good now.</summary>
    /// <exception cref="GenesysException">Genesys gave none, or not in time.</exception>
    /// <exception cref="KeyVault.SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<string> GetAsync(OAuthClient client, Deadline deadline)
    {
        var outcome = await deadline.WaitAsync(
            timeout => _tokens.GetAsync(client, _ => FetchAsync(client), timeout), "Genesys gave an access token");
        return outcome.Token ?? throw new GenesysException(outcome.Failure!);
    }

    /// <summary>Drops a token that the API answered 401. Tells whether another one may be tried.</summary>
    public bool DropUnauthorized(OAuthClient client, string token) => Drop(client, token, 401, BetweenUnauthorizedDrops);

    /// <summary>Drops a token that the API answered 403, at most once a minute: its scopes may be those of yesterday.</summary>
    public bool DropForbidden(OAuthClient client, string token) => Drop(client, token, 403, BetweenForbiddenDrops);

    private bool Drop(OAuthClient client, string token, int status, TimeSpan interval)
    {
        // Of many whose token ended at the same moment one drops it; the others must find it dropped.
        lock (_lock)
        {
            if (!_tokens.Holds(client, outcome => outcome.Token == token))
            {
                // A newer one is there to try.
                return true;
            }

            var now = time.GetUtcNow();
            if (now - _drops.GetValueOrDefault((client, status)) < interval)
            {
                return false;
            }

            _drops[(client, status)] = now;
            _tokens.Drop(client, outcome => outcome.Token == token);
        }

        Log.Dropped(logger, client.ClientId, status);
        return true;
    }

    private async Task<Cached<TokenOutcome>> FetchAsync(OAuthClient client)
    {
        try
        {
            var fetched = await endpoint.FetchAsync(client);
            if (fetched.Value.Failure is { Kind: FailureKind.AccessFault } failure)
            {
                condition.Failed(failure);
                Log.Refused(logger, client.ClientId, client.SecretName, failure.Status, failure.ContextId);
            }
            else if (fetched.Value.Token is not null)
            {
                Log.Fetched(logger, client.ClientId, fetched.Until);
            }

            return fetched;
        }
        catch (GenesysException exception)
        {
            condition.Failed(exception.Failure);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.AccessTokenFetched, LogLevel.Information, "Access token of OAuth client {ClientId} fetched, used until {Until:O}")]
        public static partial void Fetched(ILogger logger, string clientId, DateTimeOffset until);

        [LoggerMessage(EventIds.AccessTokenRefused, LogLevel.Error, "Genesys refused OAuth client {ClientId} with the secret {SecretName}: status {Status}, context {ContextId}")]
        public static partial void Refused(ILogger logger, string clientId, string secretName, int? status, string? contextId);

        [LoggerMessage(EventIds.AccessTokenDropped, LogLevel.Warning, "Access token of OAuth client {ClientId} dropped after status {Status}")]
        public static partial void Dropped(ILogger logger, string clientId, int status);
    }
}
