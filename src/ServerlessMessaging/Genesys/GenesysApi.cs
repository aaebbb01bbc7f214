using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.RateLimiting;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Genesys;

/// <summary>Calls the platform API with an access token of the most available OAuth client.</summary>
public sealed class GenesysApi(
    [FromKeyedServices(GenesysHttpClient.Api)] GenesysHttpClient http, OAuthClients clients, GenesysStatus status, IOptions<GenesysOptions> options)
{
    /// <summary>
    /// Makes a call with this path and query and JSON body. Where a client's access fails or its rate limit is used up, the next client makes the call.
    /// Where access is forbidden, the error names the scope that the call needs.
    /// </summary>
    /// <exception cref="GenesysException">The response is no success, or none came.</exception>
    /// <exception cref="SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<GenesysResponse> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, bool repeatable, string scope, Deadline deadline)
    {
        var call = new GenesysHttpCall(method, new Uri(options.Value.GetApiAddress(), path), repeatable, body);
        var candidates = clients.ByAvailability();
        GenesysException? throttled = null;
        foreach (var client in candidates)
        {
            try
            {
                return await CallAsync(client, call, scope, deadline);
            }
            catch (Exception exception) when (IsOfThisClient(exception) && (throttled is not null || client != candidates[^1]))
            {
                var failure = (exception as GenesysException)?.Failure;
                var isRateLimited = failure?.Kind == FailureKind.RateLimited;
                if (isRateLimited && (throttled is null || failure!.RetryAfter < throttled.Failure.RetryAfter))
                {
                    throttled = (GenesysException)exception;
                }

                if (!isRateLimited || failure!.RetryAfter > ClientRateLimiter.MaxThrottle)
                {
                    clients.MarkUnhealthy(client, (failure?.Code ?? ErrorCodes.SecretUnavailable).Code);
                }
            }
        }

        // The others are throttled or unhealthy too; throttling ends by itself.
        throw throttled!;
    }

    // Not processed, and not a fault of the call: a refused lookup would be refused to any client.
    private static bool IsOfThisClient(Exception exception) => exception is SecretUnavailableException
        || (exception is GenesysException { Failure: { Kind: FailureKind.RateLimited or FailureKind.AccessFault } failure } && failure.Code != ErrorCodes.LookUpRefused);

    private async Task<GenesysResponse> CallAsync(OAuthClient client, GenesysHttpCall call, string scope, Deadline deadline)
    {
        var token = await clients.GetTokenAsync(client, deadline);
        var response = await SendAsync(token);

        // A refused token is replaced once; a 403 that refuses the message says nothing about it.
        if (response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            && Read(response).Code is var code && (code == ErrorCodes.AccessUnauthorized || code == ErrorCodes.AccessForbidden)
            && clients.DropToken(client, token, response.Status.Value))
        {
            response = await SendAsync(await clients.GetTokenAsync(client, deadline));
        }

        if (response.IsSuccess)
        {
            status.RecordSuccess();
            return response;
        }

        var failure = Read(response);
        status.RecordFailure(failure);
        throw new GenesysException(failure);

        GenesysFailure Read(GenesysResponse refusal) => GenesysErrors.Read(refusal, call.IsIdempotent, scope);

        Task<GenesysResponse> SendAsync(string accessToken) =>
            http.SendAsync(call with { Authorization = new AuthenticationHeaderValue("Bearer", accessToken), Limiter = client.Limiter }, deadline);
    }
}
