using System.Diagnostics.Metrics;

namespace ServerlessMessaging.Telemetry;

/// <summary>The metrics of the application: counts by outcome, and durations.</summary>
public sealed class MessagingMetrics
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ServerlessMessaging";

    private static readonly InstrumentAdvice<double> CallBuckets = new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    // A message may wait for a week.
    private static readonly InstrumentAdvice<double> AgeBuckets = new() { HistogramBucketBoundaries = [0.5, 1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800] };

    private readonly Counter<long> _messages;
    private readonly Histogram<double> _ages;
    private readonly Histogram<double> _calls;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _deliveries;

    public MessagingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _messages = meter.CreateCounter<long>("serverlessmessaging.messages", "{message}", "Outcomes of requests, one for each attempt: by route, outcome and error code.");
        _ages = meter.CreateHistogram("serverlessmessaging.message.age", "s", "From a request's acceptance to its message being sent, by route.", tags: null, AgeBuckets);
        _calls = meter.CreateHistogram("serverlessmessaging.genesys.call.duration", "s", "Calls to Genesys, by operation and class of the response.", tags: null, CallBuckets);
        _events = meter.CreateCounter<long>("serverlessmessaging.events", "{event}", "Deliveries of events to bot flows, by type and outcome.");
        _deliveries = meter.CreateHistogram("serverlessmessaging.event.delivery.duration", "s", "Deliveries of events to bot flows, by type and outcome.", tags: null, CallBuckets);
    }

    /// <summary>Counts a request by its outcome, one of <see cref="MessageOutcomes"/>, and its error code.</summary>
    public void CountMessage(string route, string outcome, string? code = null) =>
        _messages.Add(1, new("route", route), new("outcome", outcome), new("code", code ?? string.Empty));

    /// <summary>Records the time from a message's acceptance until it was sent.</summary>
    public void Age(string route, TimeSpan age) => _ages.Record(age.TotalSeconds, new KeyValuePair<string, object?>("route", route));

    /// <summary>Records a call to Genesys: a route, <c>users</c> or <c>token</c>, and the class of its response, such as <c>2xx</c>, <c>429</c> or <c>lost</c>.</summary>
    public void Call(string operation, string response, TimeSpan duration) => _calls.Record(duration.TotalSeconds, new("operation", operation), new("response", response));

    /// <summary>Counts a delivery of an event to a bot flow and records its duration.</summary>
    public void Delivery(string type, string outcome, TimeSpan duration)
    {
        _events.Add(1, new("type", type), new("outcome", outcome));
        _deliveries.Record(duration.TotalSeconds, new("type", type), new("outcome", outcome));
    }
}
