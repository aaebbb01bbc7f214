using ServerlessMessaging.Records;

namespace ServerlessMessaging.Functions;

/// <summary>Daily at 03:17 UTC: deletes records whose retention is over.</summary>
public sealed class PurgeExpiredRecords(RecordRetention retention)
{
    [Function(nameof(PurgeExpiredRecords))]
    public Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) => retention.PurgeAsync(cancellationToken);
}
