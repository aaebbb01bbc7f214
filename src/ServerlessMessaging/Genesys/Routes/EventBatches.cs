namespace ServerlessMessaging.Genesys.Routes;

/// <summary>Puts events into as few posts as fit, in their order.</summary>
internal static class EventBatches
{
    /// <summary>The events of one post at most.</summary>
    public const int MaximumEvents = 50;

    /// <summary>The bytes of one post's body at most. Genesys takes 512,000; the rest is reserve.</summary>
    public const int MaximumBytes = 480_000;

    /// <summary>Splits a sequence into posts. An event that alone is above the size goes alone.</summary>
    /// <param name="items">What carries an event each.</param>
    /// <param name="eventOf">An item's event.</param>
    public static IEnumerable<IReadOnlyList<T>> Split<T>(IEnumerable<T> items, Func<T, RenderedEvent> eventOf)
    {
        var (post, size) = (new List<T>(), "[".Length);
        foreach (var item in items)
        {
            // Behind every event stands a comma or the closing bracket.
            var length = eventOf(item).Body.Length + ",".Length;
            if (post.Count > 0 && (post.Count == MaximumEvents || size + length > MaximumBytes))
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
    public static byte[] Join(IReadOnlyList<RenderedEvent> events)
    {
        using var body = new MemoryStream();
        for (var index = 0; index < events.Count; index++)
        {
            body.WriteByte((byte)(index == 0 ? '[' : ','));
            body.Write(events[index].Body);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }
}
