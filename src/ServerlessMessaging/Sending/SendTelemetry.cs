using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>Traces and counts a request's way out.</summary>
public sealed class SendTelemetry(MessagingMetrics telemetry, TimeProvider time)
{
    private const string Work = "send";

    /// <summary>Begins the work on a request whose caller waits.</summary>
    public static Activity Begin() => Traces.Start(Work).SetTag("messaging.operation.type", "send");

    /// <summary>Begins the work on a batch; each of its requests has an activity of its own beneath.</summary>
    public static Activity BeginBatch(int requests) => Traces.Start("send batch").SetTag("messaging.operation.type", "send").SetTag("messaging.batch.message_count", requests);

    /// <summary>Begins the work on what a queue brought, in the trace that put it there.</summary>
    public static Activity Begin(IncomingRequest incoming)
    {
        var activity = Traces.Start(Work, ActivityKind.Consumer, incoming.TraceParent)
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", incoming.Queue);
        Describe(activity, incoming);
        return activity;
    }

    /// <summary>Says which request is worked on.</summary>
    public static void Describe(Activity activity, IncomingRequest incoming) => activity
        .SetTag("serverlessmessaging.request.id", incoming.Id)
        .SetTag("serverlessmessaging.route", incoming.Request.To.Route.ToString());

    /// <summary>Genesys accepted the message.</summary>
    public void Sent(MessageRecord record, IncomingRequest incoming, string? messageId)
    {
        var route = record.Route.ToString();
        telemetry.Age(route, time.GetUtcNow() - incoming.AcceptedAt);
        Activity.Current?.SetTag("messaging.message.id", messageId);
        Ended(record.Route, MessageOutcomes.Sent);
    }

    /// <summary>Something became of a request.</summary>
    /// <param name="route">Its route.</param>
    /// <param name="outcome">One of <see cref="MessageOutcomes"/>.</param>
    /// <param name="code">The error code, where there is one.</param>
    public void Ended(SendRoute route, string outcome, string? code = null)
    {
        telemetry.CountMessage(route.ToString(), outcome, code);
        Activity.Current?.SetTag("serverlessmessaging.outcome", outcome);
        if (code is not null)
        {
            Activity.Current?.Fail(code);
        }
    }
}
