namespace ServerlessMessaging.Genesys.Http;

/// <summary>What a call is for, in a word: addresses hold ids, and there are many.</summary>
internal static class CallNames
{
    /// <summary>A route, <c>users</c> or <c>token</c>.</summary>
    public static string Of(Uri address, GenesysOptions options) => address.AbsolutePath switch
    {
        "/oauth/token" => "token",
        var path when path.StartsWith("/api/v2/users", StringComparison.Ordinal) => "users",
        var path when path == options.MessagingEventsPath => "messagingEvents",
        var path when path == options.AgentlessPath => "agentless",
        var path when path == options.BotSessionPath => "botSession",
        _ => "openMessaging",
    };
}
