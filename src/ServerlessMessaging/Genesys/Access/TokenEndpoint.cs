using System.Net.Http.Headers;
using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>Fetches access tokens with an OAuth client's id and secret.</summary>
public sealed class TokenEndpoint(GenesysServers servers, SecretStore secrets, IOptions<GenesysOptions> options, TimeProvider time)
{
    // A refusal is a fault of configuration: asking at every request would be a storm, asking never would need a restart.
    private static readonly TimeSpan RefusalRemembered = TimeSpan.FromSeconds(5);

    // Whatever Retry-After says, the login is asked again soon: its answers are not to be trusted for days.
    private static readonly TimeSpan LimitRemembered = TimeSpan.FromMinutes(1);

    // As long as Genesys lets a token live, in seconds; what says more is not believed.
    private const double LongestLifetime = 48 * 60 * 60;
    private static readonly byte[] Form = "grant_type=client_credentials"u8.ToArray();

    /// <summary>Fetches a token. A refused secret is read from the vault once more, because it may have been rotated.</summary>
    /// <exception cref="GenesysException">Genesys cannot be asked or has no time for us.</exception>
    /// <exception cref="SecretUnavailableException">The secret cannot be read.</exception>
    public async Task<Cached<TokenOutcome>> FetchAsync(OAuthClient client)
    {
        var secret = await secrets.GetAsync(client.SecretName, CancellationToken.None);
        var answer = await AskAsync(client, secret);
        if (IsRefusal(answer) && await secrets.RefreshAsync(client.SecretName, secret, CancellationToken.None) is var newer && newer != secret)
        {
            answer = await AskAsync(client, newer);
        }

        if (answer.IsSuccess)
        {
            return Read(answer);
        }

        var failure = GenesysErrors.Read(answer, repeatable: true, "an active client");
        return failure.Kind switch
        {
            FailureKind.AccessFault => new(new(null, Refused(failure, client)), time.GetUtcNow() + RefusalRemembered),
            FailureKind.RateLimited => new(new(null, failure), time.GetUtcNow() + Shorter(failure.RetryAfter ?? RefusalRemembered, LimitRemembered)),
            _ => throw new GenesysException(failure),
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static bool IsRefusal(GenesysAnswer answer) =>
        answer is { Delivery: Delivery.Answered, Status: HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest };

    private static GenesysFailure Refused(GenesysFailure failure, OAuthClient client) => failure with
    {
        Code = ErrorCodes.TokenRefused,
        Detail = $"Genesys refused the OAuth client. Check {client.Setting}:ClientId, the secret '{client.SecretName}' in Key Vault, Genesys:Region, and that the client's grant type is client credentials.",
    };

    private Task<GenesysAnswer> AskAsync(OAuthClient client, string secret)
    {
        // RFC 6749, 2.3.1 wants both parts form-encoded; for Genesys' ids and secrets that changes nothing.
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(secret)}"));
        return servers.Login.SendAsync(
            new GenesysCall(HttpMethod.Post, new Uri(options.Value.GetLoginAddress(), "/oauth/token"), Repeatable: true)
            {
                Authorization = new AuthenticationHeaderValue("Basic", basic),
                Body = Form,
                ContentType = "application/x-www-form-urlencoded",
            },
            new Deadline(time, options.Value.AttemptTimeout + options.Value.MinimumAttempt));
    }

    private Cached<TokenOutcome> Read(GenesysAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            if (root.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String && IsHeaderValue(token.GetString()!)
                && root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetDouble(out var lifetime) && lifetime > 0)
            {
                return new(new(token.GetString(), null), time.GetUtcNow() + Usable(TimeSpan.FromSeconds(Math.Min(lifetime, LongestLifetime))));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Falls through: an answer that cannot be read.
        }

        throw new GenesysException(new(
            FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, "Genesys' token endpoint gave an answer that cannot be read. Check Genesys:Region or Genesys:LoginUrl.")
        {
            Status = (int)answer.Status,
            ContextId = answer.CorrelationId,
        });
    }

    private static bool IsHeaderValue(string token) => token.Length is > 0 and <= 16 * 1024 && token.All(character => character is > ' ' and < '\x7f');

    // Instances that started together must not come back together, hence the jitter; a short life is used for half of it.
    private TimeSpan Usable(TimeSpan lifetime)
    {
        var margin = options.Value.TokenMargin * (1 + (Random.Shared.NextDouble() / 2));
        return lifetime > margin * 2 ? lifetime - margin : lifetime / 2;
    }
}
