namespace ServerlessMessaging.Genesys.Routes;

/// <summary>One event of the route messagingEvents: its JSON without the list, and its degradations.</summary>
public sealed record RenderedEvent(byte[] Body, IReadOnlyList<string> Degradations);

/// <summary>Groups events into as few posts as possible, in their order.</summary>
internal static class EventBatches
{
    private const int MaxEvents = 50;

    // Genesys accepts 512,000 bytes in a body; the rest is reserve.
    private const int MaxBytes = 480_000;

    /// <summary>Splits a sequence into posts. An event above the maximum size is posted alone.</summary>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, RenderedEvent> eventOf)
    {
        var (post, size) = (new List<T>(), "[".Length);
        foreach (var item in items)
        {
            // A comma or the closing bracket follows every event.
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
