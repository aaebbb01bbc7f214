using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Users;

/// <summary>Finds users by email address and remembers them.</summary>
public sealed class UserDirectory(GenesysApi api, IOptions<GenesysOptions> options, TimeProvider time)
{
    private const string Scope = "users:read (the look-up of the recipient by email)";

    private const int LongestId = 256;

    private readonly ExpiringCache<string, string?> _ids = new(time);

    /// <summary>The id of the user with this address, or null if nobody has it.</summary>
    /// <exception cref="GenesysException">Genesys did not tell.</exception>
    /// <exception cref="KeyVault.SecretUnavailableException">The client's secret cannot be read.</exception>
    public Task<string?> FindAsync(string email, Deadline deadline) => deadline.WaitAsync(
        timeout => _ids.GetAsync(email.ToUpperInvariant(), _ => FetchAsync(email, deadline.LongestSlotWait), timeout), "the recipient was found");

    private async Task<Cached<string?>> FetchAsync(string email, TimeSpan slotWait)
    {
        // Others may be waiting for it with more time than the first caller.
        var deadline = new Deadline(time, slotWait + options.Value.AttemptTimeout + options.Value.MinimumAttempt) { LongestSlotWait = slotWait };
        var answer = options.Value.UserLookup == UserLookup.Query
            ? await api.CallAsync(HttpMethod.Get, $"/api/v2/users?email={Uri.EscapeDataString(email)}&pageSize=1", null, repeatable: true, Scope, deadline)
            : await api.CallAsync(HttpMethod.Post, "/api/v2/users/search", UserSearch.Body(email), repeatable: true, Scope, deadline);
        var id = Read(answer, options.Value.UserLookup == UserLookup.Query ? "entities" : "results", email);
        return new(id, time.GetUtcNow() + (id is null ? options.Value.UnknownUserCacheDuration : options.Value.UserCacheDuration));
    }

    // The public API ignores parameters it does not know and would hand out its first user: only the address itself is proof.
    private static string? Read(GenesysAnswer answer, string list, string email)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            if (!document.RootElement.TryGetProperty(list, out var users))
            {
                return null;
            }

            foreach (var user in users.EnumerateArray())
            {
                if (string.Equals(Text(user, "email"), email, StringComparison.OrdinalIgnoreCase) && Text(user, "id") is { Length: > 0 and <= LongestId } id)
                {
                    return id;
                }
            }

            return null;

            static string? Text(JsonElement user, string name) =>
                user.ValueKind == JsonValueKind.Object && user.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, "Genesys gave an answer about the recipient that cannot be read. Nothing was sent; try again.")
            {
                Status = (int)answer.Status,
                ContextId = answer.CorrelationId,
            });
        }
    }
}
