using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The access token of each OAuth client: remembered until shortly before its end, fetched once for however many wait.</summary>
internal sealed partial class AccessTokens(TokenEndpoint endpoint, TimeProvider time, ILogger<AccessTokens> logger)
{
    private static readonly TimeSpan BetweenForbiddenDrops = TimeSpan.FromMinutes(1);

    private readonly ExpiringCache<string, TokenOutcome> _tokens = new(time);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _forbidden = new();
    private volatile GenesysFailure? _lastFailure;

    /// <summary>Why the last fetch failed; null after a success and before the first.</summary>
    public GenesysFailure? LastFailure => _lastFailure;

    /// <summary>A token that is good now.</summary>
    /// <exception cref="GenesysException">Genesys gave none, or not in time.</exception>
    /// <exception cref="Secrets.SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<string> GetAsync(OAuthClientOptions client, Deadline deadline)
    {
        using var timeout = new CancellationTokenSource(deadline.Remaining, time);
        try
        {
            var outcome = await _tokens.GetAsync(client.ClientId, _ => FetchAsync(client), timeout.Token);
            return outcome.Token ?? throw new GenesysException(outcome.Failure!);
        }
        catch (OperationCanceledException)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.OutOfTime, "Genesys' login was too slow. Nothing was sent; try again."));
        }
    }

    /// <summary>Drops a token that the API answered 401. Tells whether another one may be tried.</summary>
    public bool DropUnauthorized(OAuthClientOptions client, string token) => Drop(client, token, 401);

    /// <summary>Drops a token that the API answered 403, at most once a minute: its scopes may be those of yesterday.</summary>
    public bool DropForbidden(OAuthClientOptions client, string token)
    {
        var now = time.GetUtcNow();
        var last = _forbidden.GetOrAdd(client.ClientId, DateTimeOffset.MinValue);
        return now - last >= BetweenForbiddenDrops
            && _forbidden.TryUpdate(client.ClientId, now, last)
            && Drop(client, token, 403);
    }

    private bool Drop(OAuthClientOptions client, string token, int status)
    {
        if (_tokens.Drop(client.ClientId, outcome => outcome.Token == token))
        {
            Log.Dropped(logger, client.ClientId, status);
        }

        // Where another caller dropped it first, a newer one is there to try.
        return true;
    }

    private async Task<Cached<TokenOutcome>> FetchAsync(OAuthClientOptions client)
    {
        try
        {
            var fetched = await endpoint.FetchAsync(client);
            _lastFailure = fetched.Value.Failure;
            if (fetched.Value.Failure is { } failure)
            {
                Log.Refused(logger, client.ClientId, client.SecretName, failure.Status, failure.ContextId);
            }
            else
            {
                Log.Fetched(logger, client.ClientId, fetched.Until);
            }

            return fetched;
        }
        catch (GenesysException exception)
        {
            _lastFailure = exception.Failure;
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
