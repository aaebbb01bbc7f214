using System.Text.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>Writes a message as the lines of text that stand for what the customer sees.</summary>
internal static class CustomerView
{
    public static IReadOnlyList<string> Lines(JsonElement content) => [.. content.EnumerateArray().SelectMany(Item)];

    private static IEnumerable<string> Item(JsonElement item) =>
        Text(item, "type") == "text" ? [Text(item, "text")!] : Card(item);

    private static IEnumerable<string> Card(JsonElement card)
    {
        yield return Text(card, "title")!;
        if (Text(card, "subtitle") is { } subtitle)
        {
            yield return subtitle;
        }

        if (card.TryGetProperty("image", out var image))
        {
            yield return $"(image: {Text(image, "altText") ?? Text(image, "url")})";
        }

        if (card.TryGetProperty("actions", out var actions))
        {
            foreach (var action in actions.EnumerateArray())
            {
                yield return Action(action);
            }
        }
    }

    private static string Action(JsonElement action) =>
        Text(action, "url") is { } url ? $"[{Text(action, "title")}] {url}" : $"[{Text(action, "title")}]";

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) ? text.GetString() : null;
}
