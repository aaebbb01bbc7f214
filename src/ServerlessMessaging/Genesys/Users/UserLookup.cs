namespace ServerlessMessaging.Genesys.Users;

/// <summary>The two ways to find a user by email address.</summary>
public enum UserLookup
{
    /// <summary><c>GET /api/v2/users?email=</c>, as the tutorial does. The public API may ignore the parameter.</summary>
    Query,

    /// <summary><c>POST /api/v2/users/search</c> for the exact address, as the public API documents.</summary>
    Search,
}
