using ServerlessMessaging.Callbacks.Routing;

namespace ServerlessMessaging.Callbacks.Seen;

/// <summary>What is remembered of a callback, so that it is delivered once however often it comes. Nothing of what it says.</summary>
/// <param name="State">What became of it so far.</param>
/// <param name="Attempt">The attempt that is under way or waits; an older copy is told by it.</param>
public sealed record SeenRecord(SeenState State, int Attempt)
{
    /// <summary>The form of the record.</summary>
    public int V { get; init; } = 1;

    /// <summary>The request behind it, once it is found.</summary>
    public RelatedRequest? Related { get; init; }

    /// <summary>The mark of the claim that works on it.</summary>
    public string? Owner { get; init; }

    /// <summary>How long that claim holds, from when the storage service wrote it.</summary>
    public TimeSpan? Lease { get; init; }
}
