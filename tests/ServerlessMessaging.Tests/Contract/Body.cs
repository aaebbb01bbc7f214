using System.Text.Json;

namespace ServerlessMessaging.Tests.Contract;

/// <summary>Request bodies that are valid except for what a test puts into them.</summary>
internal static class Body
{
    /// <summary>The place of the value under test in a template.</summary>
    public const string Placeholder = "§";

    private const string Email = """{"email":"recipient@example.com"}""";
    private const string Text = """{"type":"text","text":"Hello"}""";

    public static string Minimal { get; } = Message(Text);

    public static string Message(string message, string to = Email) => $$"""{"to":{{to}},"message":{{message}}}""";

    public static string To(string to) => Message(Text, to);

    /// <summary>A valid request with more members at the root.</summary>
    public static string With(string members) => $$"""{"to":{{Email}},"message":{{Text}},{{members}}}""";

    /// <summary>A card with more members beside its type and title.</summary>
    public static string Card(string members) => Message($$"""{"type":"card","title":"Invoice #1001",{{members}}}""");

    /// <summary>A card with these actions, separated by commas.</summary>
    public static string Actions(string actions) => Card($$"""
        "actions":[{{actions}}]
        """);

    /// <summary>A card with one postBack action with this payload.</summary>
    public static string Payload(string payload) => Actions("""{"type":"postBack","title":"Approve","payload":§}""".Replace(Placeholder, payload, StringComparison.Ordinal));

    /// <summary>The template with the text as a JSON string at its placeholder.</summary>
    public static string Fill(string template, string text) => template.Replace(Placeholder, Quote(text), StringComparison.Ordinal);

    /// <summary>The same item many times, separated by commas.</summary>
    public static string Repeat(string item, int count) => string.Join(",", Enumerable.Repeat(item, count));

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
