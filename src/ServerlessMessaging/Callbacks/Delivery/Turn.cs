using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.Callbacks.Routing;

namespace ServerlessMessaging.Callbacks.Delivery;

/// <summary>What is to be done with a callback now.</summary>
public abstract record Turn;

/// <summary>A bot flow gets it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Flow">The name of the flow.</param>
public sealed record Deliver(BotFlowEvent Event, string Flow) : Turn
{
    /// <summary>The request behind it, if there is one.</summary>
    public RelatedRequest? Related { get; init; }
}

/// <summary>The way to its request may only not be written yet.</summary>
internal sealed record LookAgain : Turn;

/// <summary>It is set aside.</summary>
/// <param name="Problem">Why.</param>
internal sealed record GiveUp(Problem Problem) : Turn;

/// <summary>Nobody wants it.</summary>
internal sealed record Finish : Turn;
