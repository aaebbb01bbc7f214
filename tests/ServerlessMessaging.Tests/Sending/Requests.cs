namespace ServerlessMessaging.Tests.Sending;

/// <summary>Bodies of requests that may be sent.</summary>
internal static class Requests
{
    /// <summary>To a user whose channel is known.</summary>
    public const string ToUser = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""";

    /// <summary>To a user who is looked up.</summary>
    public const string ToEmail = """{"id":"r-1","to":{"email":"someone@example.com"},"message":{"type":"text","text":"private words"}}""";

    /// <summary>The same id, and other words.</summary>
    public static string OtherBody { get; } = ToUser.Replace("private", "other", StringComparison.Ordinal);

    /// <summary>Too large for a queue: many letters that ASCII JSON writes with six.</summary>
    public static string Large { get; } = LargeWith('ü');

    /// <summary>The request to a user with one more member.</summary>
    public static string With(string member) => ToUser.Replace("{\"id\"", $"{{{member},\"id\"", StringComparison.Ordinal);

    /// <summary>A large request, told apart by its letter.</summary>
    public static string LargeWith(char deadLetter)
    {
        var action = $$"""{"type":"postBack","title":"Go","payload":"{{new string(deadLetter, 2048)}}"}""";
        var card = $$"""{"title":"T","actions":[{{action}},{{action}},{{action}}]}""";
        return $$$"""{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"carousel","cards":[{{{card}}},{{{card}}}]}}""";
    }
}
