using System.Collections.Concurrent;
using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The organisation of each client, compared once with <see cref="GenesysOptions.OrganizationId"/> before its first token is used.</summary>
public sealed partial class OAuthClients
{
    internal const string TokenPath = "/api/v2/tokens/me";

    // Only a changed setting ends it, but health forgets a failure after 10 minutes.
    private static readonly TimeSpan MismatchCacheTime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<OAuthClient, bool> _compared = new();

    // Null where the token may be used.
    private async Task<GenesysFailure?> CompareOrganizationAsync(OAuthClient client, string token)
    {
        if (options.Value.OrganizationId is not { Length: > 0 } expected || _compared.ContainsKey(client))
        {
            return null;
        }

        var call = new GenesysHttpCall(
            HttpMethod.Get, new Uri(options.Value.GetApiAddress(), TokenPath), IsIdempotent: true, Authorization: new AuthenticationHeaderValue("Bearer", token), Limiter: client.Limiter);
        var response = await api.SendAsync(call, new Deadline(time, options.Value.AttemptTimeout + options.Value.MinimumAttempt));
        var actual = response.IsSuccess ? LenientJson.Member(LenientJson.Parse(response.Body), "organization") is { } organization ? LenientJson.Text(organization, "id") : null : null;
        if (actual is not null && !actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            var failure = new GenesysFailure(
                FailureKind.AccessFault,
                ErrorCodes.AnotherOrganization,
                $"The OAuth client of {client.Setting} belongs to organisation {actual}, and Genesys:OrganizationId is {expected}. Nothing was sent. Correct one of both settings.");
            status.RecordFailure(failure);
            Log.AnotherOrganization(logger, client.ClientId, client.Setting, actual, expected);
            return failure;
        }

        if (actual is null)
        {
            // A token of client credentials may not be allowed to make this call; an outage ends by itself.
            if (!response.IsSuccess && GenesysErrors.Read(response, isIdempotent: true, "no scope") is { Kind: not FailureKind.AccessFault } outage)
            {
                throw new GenesysException(outage);
            }

            Log.OrganizationUnknown(logger, client.ClientId, (int?)response.Status);
        }

        _compared[client] = true;
        return null;
    }
}
