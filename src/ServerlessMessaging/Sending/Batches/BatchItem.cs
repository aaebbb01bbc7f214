using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>One request of a batch on its way to an outcome.</summary>
internal sealed class BatchItem(int index, IncomingRequest incoming)
{
    public int Index { get; } = index;

    public IncomingRequest Incoming { get; } = incoming;

    /// <summary>Its record while it is ours to send.</summary>
    public Versioned<MessageRecord>? Owned { get; set; }

    public SendOutcome? Outcome { get; set; }

    /// <summary>The work on it, which pauses while its batch is posted.</summary>
    public Activity? Activity { get; private set; }

    /// <summary>Begins the work on it, or goes on; for the asynchronous method that calls this, and what that calls.</summary>
    public void Work()
    {
        if (Activity is null)
        {
            Activity = SendTelemetry.Begin();
            SendTelemetry.Describe(Activity, Incoming);
        }

        Activity.Current = Activity;
    }
}
