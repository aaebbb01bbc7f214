using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Pacing;
using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Genesys;

/// <summary>Calls the platform API with an access token.</summary>
internal sealed class GenesysApi(GenesysServers servers, AccessTokens tokens, Pacer pacer, GenesysCondition condition, IOptions<GenesysOptions> options, TimeProvider time)
{
    /// <summary>Makes a call. A token that is refused is replaced once.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query below the API's address.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="repeatable">Whether a repeat does no harm even if the first call was processed.</param>
    /// <param name="scope">The scope that the call needs, for the advice where access is forbidden.</param>
    /// <param name="deadline">The moment by which the answer is owed.</param>
    /// <returns>A success answer.</returns>
    /// <exception cref="GenesysException">Anything else.</exception>
    /// <exception cref="Secrets.SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<GenesysAnswer> CallAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, bool repeatable, string scope, Deadline deadline)
    {
        var client = options.Value.Clients[0];
        var call = new GenesysCall(method, new Uri(options.Value.GetApiAddress(), path), repeatable) { Body = body };
        var token = await tokens.GetAsync(client, deadline);
        var answer = await SendAsync(call, token, deadline);
        var replace = answer.Delivery == Delivery.Answered && answer.Status switch
        {
            HttpStatusCode.Unauthorized => tokens.DropUnauthorized(client, token),
            HttpStatusCode.Forbidden => tokens.DropForbidden(client, token),
            _ => false,
        };
        if (replace)
        {
            answer = await SendAsync(call, await tokens.GetAsync(client, deadline), deadline);
        }

        if (answer.IsSuccess)
        {
            condition.Succeeded();
            return answer;
        }

        var failure = GenesysErrors.Read(answer, repeatable, scope);
        condition.Failed(failure);
        throw new GenesysException(failure);
    }

    private async Task<GenesysAnswer> SendAsync(GenesysCall call, string token, Deadline deadline)
    {
        var wait = TakeSlot(deadline);
        GenesysAnswer? answer = null;
        try
        {
            await WaitAsync(wait, deadline);
            answer = await servers.Api.SendAsync(call with { Authorization = new AuthenticationHeaderValue("Bearer", token) }, deadline);
        }
        finally
        {
            pacer.End(answer?.RateLimit);
        }

        if (answer is { Delivery: Delivery.Answered, Status: HttpStatusCode.TooManyRequests, RetryAfter: { } stop })
        {
            pacer.Stop(stop);
        }

        return answer;
    }

    private TimeSpan TakeSlot(Deadline deadline)
    {
        var left = deadline.Remaining - options.Value.MinimumAttempt;
        // Where there is no time for the call itself, it is told there.
        var (wait, isPatient) = pacer.Reserve(left < TimeSpan.Zero ? TimeSpan.MaxValue : left < deadline.LongestSlotWait ? left : deadline.LongestSlotWait);
        return isPatient ? wait : throw new GenesysException(new(FailureKind.RateLimited, ErrorCodes.RateLimited, "Genesys' rate limit is used up for now. Nothing was sent; try again after Retry-After.")
        {
            RetryAfter = wait,
        });
    }

    private Task WaitAsync(TimeSpan wait, Deadline deadline) => wait == TimeSpan.Zero || deadline.Remaining <= options.Value.MinimumAttempt ? Task.CompletedTask : deadline.WaitAsync(
        async end =>
        {
            await Task.Delay(wait, time, end);
            return wait;
        },
        "there was room in Genesys' rate limit");
}
