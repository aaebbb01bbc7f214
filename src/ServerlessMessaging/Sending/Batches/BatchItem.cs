using ServerlessMessaging.Journal;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>One request of a batch on its way to an outcome.</summary>
/// <param name="arrival">The request; not set where it could not be read.</param>
internal sealed class BatchItem(Arrival arrival)
{
    public Arrival Arrival { get; } = arrival;

    /// <summary>Its record while it is ours to send.</summary>
    public JournalEntry? Owned { get; set; }

    public SendOutcome? Outcome { get; set; }
}
