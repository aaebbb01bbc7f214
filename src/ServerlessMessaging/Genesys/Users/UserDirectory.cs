using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Users;

/// <summary>Finds users by email address and caches them.</summary>
public sealed class UserDirectory(GenesysApi api, IOptions<GenesysOptions> options, TimeProvider time)
{
    private const string Scope = "users:read (the lookup of the recipient by email)";
    private const int MaxIdLength = 256;

    private readonly ExpiringCache<string, string?> _ids = new(time);

    /// <summary>The id of the user with this address, or null if there is none.</summary>
    /// <exception cref="GenesysException">The lookup failed.</exception>
    /// <exception cref="KeyVault.SecretUnavailableException">The client's secret cannot be read.</exception>
    public Task<string?> FindAsync(string email, Deadline deadline) => deadline.WaitAsync(
        timeout => _ids.GetAsync(email.ToUpperInvariant(), _ => FetchAsync(email, deadline.MaxSlotWait), timeout), "the recipient was found");

    private async Task<Cached<string?>> FetchAsync(string email, TimeSpan slotWait)
    {
        // Concurrent callers may have more time than the first one.
        var deadline = new Deadline(time, slotWait + options.Value.AttemptTimeout + options.Value.MinimumAttempt) { MaxSlotWait = slotWait };
        var id = options.Value.UserLookup == UserLookup.Query
            ? Read(await CallAsync(HttpMethod.Get, $"/api/v2/users?email={Uri.EscapeDataString(email)}&pageSize=1", null), "entities", email)
            : Read(await CallAsync(HttpMethod.Post, "/api/v2/users/search", Search(email)), "results", email);
        return new(id, time.GetUtcNow() + (id is null ? options.Value.UnknownUserCacheDuration : options.Value.UserCacheDuration));

        Task<GenesysResponse> CallAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body) =>
            api.CallAsync(method, path, body, repeatable: true, Scope, deadline);
    }

    private static byte[] Search(string email) =>
        JsonSerializer.SerializeToUtf8Bytes(new UserSearch([new("EXACT", ["email"], email)], PageSize: 1), GenesysJson.Wire.UserSearch);

    // The public API ignores unknown parameters and would return its first user, so the address is compared.
    private static string? Read(GenesysResponse response, string listName, string email)
    {
        try
        {
            return LenientJson.Parse(response.Body).TryGetProperty(listName, out var users)
                ? users.EnumerateArray()
                    .Where(user => string.Equals(user.GetStringOrNull("email"), email, StringComparison.OrdinalIgnoreCase))
                    .Select(user => user.GetStringOrNull("id"))
                    .FirstOrDefault(id => id is { Length: > 0 and <= MaxIdLength })
                : null;
        }
        catch (InvalidOperationException)
        {
            throw GenesysErrors.Unreadable(response, "The response of Genesys about the recipient cannot be read. Nothing was sent; try again.");
        }
    }
}

/// <summary>The body of a search for users.</summary>
internal sealed record UserSearch(IReadOnlyList<UserCriterion> Query, int PageSize);

internal sealed record UserCriterion(string Type, IReadOnlyList<string> Fields, string Value);
