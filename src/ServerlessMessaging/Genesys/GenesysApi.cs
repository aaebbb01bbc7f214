using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Pacing;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Genesys;

/// <summary>Calls the platform API with an access token of the OAuth client that has the most room.</summary>
public sealed class GenesysApi(GenesysServers servers, OAuthClients clients, AccessTokens tokens, GenesysCondition condition, IOptions<GenesysOptions> options)
{
    /// <summary>Makes a call. Where a client's access is at fault or its limit used up, the next client makes it.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query below the API's address.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="repeatable">Whether a repeat does no harm even if the first call was processed.</param>
    /// <param name="scope">The scope that the call needs, for the advice where access is forbidden.</param>
    /// <param name="deadline">The moment by which the answer is owed.</param>
    /// <returns>A success answer.</returns>
    /// <exception cref="GenesysException">Anything else.</exception>
    /// <exception cref="SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<GenesysAnswer> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, bool repeatable, string scope, Deadline deadline)
    {
        var call = new GenesysCall(method, new Uri(options.Value.GetApiAddress(), path), repeatable) { Body = body };
        var candidates = clients.ByRoom();
        GenesysException? busy = null;
        foreach (var client in candidates)
        {
            var isLast = ReferenceEquals(client, candidates[^1]);
            try
            {
                return await CallAsync(client, call, scope, deadline);
            }
            catch (GenesysException exception) when (exception.Failure.Kind == FailureKind.RateLimited && !(isLast && busy is null))
            {
                // Certainly not processed, and the limit is that client's alone.
                busy = Sooner(busy, exception);
                if (exception.Failure.RetryAfter > Pacer.LongestStop)
                {
                    clients.Distrust(client, exception.Failure.Code.Code);
                }
            }
            catch (Exception exception) when (IsAtFault(exception) && !(isLast && busy is null))
            {
                clients.Distrust(client, exception is GenesysException genesys ? genesys.Failure.Code.Code : ErrorCodes.SecretUnavailable.Code);
            }
        }

        // Those who could not are at fault or must wait; waiting ends by itself.
        throw busy!;
    }

    // A look-up that Genesys does not like is no fault of the client that made it.
    private static bool IsAtFault(Exception exception) =>
        exception is SecretUnavailableException || (exception is GenesysException { Failure: { Kind: FailureKind.AccessFault } failure } && failure.Code != ErrorCodes.LookUpRefused);

    private static GenesysException Sooner(GenesysException? one, GenesysException other) =>
        one is null || other.Failure.RetryAfter < one.Failure.RetryAfter ? other : one;

    // A token that is refused is replaced once.
    private async Task<GenesysAnswer> CallAsync(OAuthClient client, GenesysCall call, string scope, Deadline deadline)
    {
        var token = await tokens.GetAsync(client, deadline);
        var answer = await SendAsync(client, call, token, deadline);
        var replace = answer.Delivery == Delivery.Answered && answer.Status switch
        {
            HttpStatusCode.Unauthorized => tokens.DropUnauthorized(client, token),
            HttpStatusCode.Forbidden => tokens.DropForbidden(client, token),
            _ => false,
        };
        if (replace)
        {
            answer = await SendAsync(client, call, await tokens.GetAsync(client, deadline), deadline);
        }

        if (answer.IsSuccess)
        {
            condition.Succeeded();
            return answer;
        }

        var failure = GenesysErrors.Read(answer, call.Repeatable, scope);
        condition.Failed(failure);
        throw new GenesysException(failure);
    }

    private Task<GenesysAnswer> SendAsync(OAuthClient client, GenesysCall call, string token, Deadline deadline) =>
        servers.Api.SendAsync(call with { Authorization = new AuthenticationHeaderValue("Bearer", token), Pacer = client.Pacer }, deadline);
}
