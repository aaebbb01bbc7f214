using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServerlessMessaging.Logging;

/// <summary>What the application tells besides its log: an activity for each piece of work that a queue brought, and how much came of what.</summary>
public static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ServerlessMessaging";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("serverlessmessaging.messages", "{message}", "Attempts to send a message, by route and outcome.");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("serverlessmessaging.events", "{event}", "Deliveries of events to bot flows, by type and outcome.");

    /// <summary>Begins an activity that goes on where a queue message was put.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="traceParent">The W3C trace context that came with the message.</param>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Continue(string name, string? traceParent) =>
        Activities.StartActivity(name, ActivityKind.Consumer, ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent) ? parent : default);

    /// <summary>Counts an attempt to send a message.</summary>
    /// <param name="route">The route that was taken.</param>
    /// <param name="outcome">What came of it: <c>sent</c> or an error code.</param>
    public static void CountMessage(string route, string outcome) =>
        Messages.Add(1, new KeyValuePair<string, object?>("route", route), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a delivery to a bot flow.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="outcome">What came of it.</param>
    public static void CountEvent(string type, string outcome) =>
        Events.Add(1, new KeyValuePair<string, object?>("type", type), new KeyValuePair<string, object?>("outcome", outcome));
}
