namespace ServerlessMessaging.Tests.Sending;

/// <summary>Bodies of valid requests.</summary>
internal static class Requests
{
    /// <summary>To a user whose channel is known.</summary>
    public const string ToUser = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""";

    /// <summary>To a user that a look-up must find.</summary>
    public const string ToEmail = """{"id":"r-1","to":{"email":"someone@example.com"},"message":{"type":"text","text":"private words"}}""";

    /// <summary>The same id with another text.</summary>
    public static string OtherBody { get; } = ToUser.Replace("private", "other", StringComparison.Ordinal);

    /// <summary>Too large for a queue message: ASCII JSON writes each of its characters as six.</summary>
    public static string Large { get; } = LargeWith('ü');

    /// <summary>The request to a user with one more member.</summary>
    public static string With(string member) => ToUser.Replace("{\"id\"", $"{{{member},\"id\"", StringComparison.Ordinal);

    /// <summary>A large request of one repeated character.</summary>
    public static string LargeWith(char character)
    {
        var action = $$"""{"type":"postBack","title":"Go","payload":"{{new string(character, 2048)}}"}""";
        var card = $$"""{"title":"T","actions":[{{action}},{{action}},{{action}}]}""";
        return $$$"""{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"carousel","cards":[{{{card}}},{{{card}}}]}}""";
    }
}
