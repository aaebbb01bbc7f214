using ServerlessMessaging.Journal;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>One request of a batch on its way to an outcome.</summary>
/// <param name="index">Its place in the batch.</param>
/// <param name="arrival">The request.</param>
internal sealed class BatchItem(int index, Arrival arrival)
{
    public int Index { get; } = index;

    public Arrival Arrival { get; } = arrival;

    /// <summary>Its record while it is ours to send.</summary>
    public JournalEntry? Owned { get; set; }

    public SendOutcome? Outcome { get; set; }
}
