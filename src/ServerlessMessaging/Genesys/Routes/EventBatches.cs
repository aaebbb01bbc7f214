namespace ServerlessMessaging.Genesys.Routes;

/// <summary>One event of the route messagingEvents: its JSON without the list around it, and what the route could not show as it was asked.</summary>
public sealed record RenderedEvent(byte[] Body, IReadOnlyList<string> Degradations);

/// <summary>Puts events into as few posts as fit, in their order.</summary>
internal static class EventBatches
{
    private const int MaxEvents = 50;

    // Genesys takes 512,000 in a body; the rest is reserve.
    private const int MaxBytes = 480_000;

    /// <summary>Splits a sequence into posts. An event that alone is above the size goes alone.</summary>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, RenderedEvent> eventOf)
    {
        var (post, size) = (new List<T>(), "[".Length);
        foreach (var item in items)
        {
            // After every event follows a comma or the closing bracket.
            var length = eventOf(item).Body.Length + ",".Length;
            if (post.Count > 0 && (post.Count == MaxEvents || size + length > MaxBytes))
            {
                yield return post;
                (post, size) = ([], "[".Length);
            }

            post.Add(item);
            size += length;
        }

        if (post.Count > 0)
        {
            yield return post;
        }
    }

    /// <summary>The body of a post: the events as one JSON list.</summary>
    public static byte[] Join(IReadOnlyList<RenderedEvent> events) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', events.Select(item => Encoding.UTF8.GetString(item.Body)))}]");
}
