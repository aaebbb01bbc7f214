using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>
/// The messages to customers of integrations whose send began a moment ago. Genesys posts them to the webhook too, perhaps before the index has their ids.
/// Rows of the index, which are inserted and never replaced.
/// </summary>
public sealed class RecentSends(StorageAccount storage, TimeProvider time)
{
    // Longer than a send takes.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(60);

    private readonly TableStore<string> _requests = new(
        storage, TableNames.RequestIndex, (id, entity) => entity[nameof(IndexEntry.RequestId)] = id, entity => entity.GetString(nameof(IndexEntry.RequestId)).Required(), time);

    /// <summary>Remembers that the send of a request begins.</summary>
    public Task AddAsync(string requestId, CustomerReference to, CancellationToken cancellationToken)
    {
        var conversation = ConversationKey.OfCustomer(to.IntegrationId, to.Id);
        var row = $"{Prefix(conversation, time.GetUtcNow())}-{DerivedName.Compute(NameKind.Request, requestId)}";
        return _requests.TryInsertAsync(TableKey.ByHash(conversation, row), requestId, cancellationToken);
    }

    /// <summary>Whether a send to a customer of an integration began within the last 60 s.</summary>
    public async Task<bool> HasAnyAsync(string integrationId, string customerId, CancellationToken cancellationToken)
    {
        var conversation = ConversationKey.OfCustomer(integrationId, customerId);
        var partition = TableKey.ByHash(conversation).Partition;
        // One of another process may have a time that is still to come.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {Start(conversation)} and RowKey lt {Prefix(conversation, time.GetUtcNow() - Recent)}");
        return await _requests.PagesAsync(filter, size: 1, continuation: null, skipsOtherForms: false, cancellationToken).AnyAsync(page => page.Rows.Count > 0, cancellationToken);
    }

    private static string Start(string conversation) => $"sending-{conversation}-";

    private static string Prefix(string conversation, DateTimeOffset at) => Start(conversation) + TableKey.Descending(at);
}
