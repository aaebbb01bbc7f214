using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Genesys.Users;

/// <summary>The body of a search for users.</summary>
/// <param name="Query">What is looked for.</param>
/// <param name="PageSize">How many at most.</param>
internal sealed record UserSearch(IReadOnlyList<UserSearch.Criterion> Query, int PageSize)
{
    /// <summary>A search for one exact email address.</summary>
    public static byte[] Body(string email) => JsonSerializer.SerializeToUtf8Bytes(
        new UserSearch([new Criterion("EXACT", ["email"], email)], 1), JsonContracts.Wire.UserSearch);

    /// <summary>One condition of a search.</summary>
    internal sealed record Criterion(string Type, IReadOnlyList<string> Fields, string Value);
}
