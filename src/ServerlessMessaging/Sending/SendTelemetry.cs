using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>Traces and counts sends.</summary>
public sealed class SendTelemetry(MessagingMetrics telemetry, TimeProvider time)
{
    private const string ActivityName = "send";

    /// <summary>Starts the activity of a request over HTTP.</summary>
    public static Activity Begin() => Traces.Start(ActivityName).SetTag("messaging.operation.type", "send");

    /// <summary>Starts the activity of a batch; each of its requests has a child activity.</summary>
    public static Activity BeginBatch(int requests) => Traces.Start("send batch").SetTag("messaging.operation.type", "send").SetTag("messaging.batch.message_count", requests);

    /// <summary>Starts the activity of a request from a queue, in the trace of its sender.</summary>
    public static Activity Begin(IncomingRequest incoming)
    {
        var activity = Traces.Start(ActivityName, ActivityKind.Consumer, incoming.TraceParent)
            .SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", incoming.Queue);
        Describe(activity, incoming);
        return activity;
    }

    /// <summary>Tags an activity with the request.</summary>
    public static void Describe(Activity activity, IncomingRequest incoming) => activity
        .SetTag("serverlessmessaging.request.id", incoming.Id)
        .SetTag("serverlessmessaging.route", incoming.Request.To.Route.ToString());

    /// <summary>Counts a message that Genesys accepted.</summary>
    public void Sent(MessageRecord record, IncomingRequest incoming, string? messageId)
    {
        var route = record.Route.ToString();
        telemetry.Age(route, time.GetUtcNow() - incoming.AcceptedAt);
        Activity.Current?.SetTag("messaging.message.id", messageId);
        Ended(record.Route, MessageOutcomes.Sent);
    }

    /// <summary>Counts the outcome of a request.</summary>
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
