using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>One request of a batch.</summary>
internal sealed class BatchItem(int index, IncomingRequest incoming)
{
    private string? _fingerprint;

    public int Index { get; } = index;

    public IncomingRequest Incoming { get; } = incoming;

    /// <summary>The fingerprint of its request.</summary>
    public string Fingerprint => _fingerprint ??= RequestWriter.Fingerprint(Incoming.Request);

    /// <summary>Its record while this process owns it.</summary>
    public Versioned<MessageRecord>? Owned { get; set; }

    public SendOutcome? Outcome { get; set; }

    /// <summary>Its activity, which pauses while its batch is posted.</summary>
    public Activity? Activity { get; private set; }

    /// <summary>Starts or resumes its activity for the calling asynchronous method.</summary>
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
