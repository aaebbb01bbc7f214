using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

public sealed class RecordRetentionTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData(MessageState.Sent, true)]
    [InlineData(MessageState.Delivered, true)]
    [InlineData(MessageState.Failed, true)]
    [InlineData(MessageState.Cancelled, true)]
    [InlineData(MessageState.Unknown, true)]
    [InlineData(MessageState.Queued, false)]
    [InlineData(MessageState.Scheduled, false)]
    [InlineData(MessageState.Deferred, false)]
    [InlineData(MessageState.Sending, false)]
    public async Task Purge_RecordOfFifteenDays_IsDeletedUnlessItWaits(MessageState state, bool isDeleted)
    {
        Put("r-1", state);
        _product.Time.Advance(TimeSpan.FromDays(15) + TimeSpan.FromSeconds(1));
        Put("r-2", state);

        await PurgeAsync();

        Assert.Equal(isDeleted, _product.Records.Record("r-1") is null);
        Assert.NotNull(_product.Records.Record("r-2"));
        Assert.Contains(EventIds.ExpiredRowsDeleted, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_RecordChangedSinceItWasListed_IsKept()
    {
        Put("r-1", MessageState.Sent);
        _product.Time.Advance(TimeSpan.FromDays(16));
        _product.Tables.FaultsOf(TableNames.MessageRecords).Before = method =>
        {
            if (method == "DELETE")
            {
                _product.Tables.Change(TableNames.MessageRecords, "r-1", row => row);
            }

            return Task.CompletedTask;
        };

        await PurgeAsync();

        Assert.NotNull(_product.Records.Record("r-1"));
        Assert.DoesNotContain(EventIds.RetentionIncomplete, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_SeveralPages_DeletesAll()
    {
        for (var number = 0; number < 1_100; number++)
        {
            Put($"r-{number}", MessageState.Sent);
        }

        _product.Time.Advance(TimeSpan.FromDays(16));

        await PurgeAsync();

        Assert.Empty(_product.Tables.Rows(TableNames.MessageRecords));
    }

    [Fact]
    public async Task Purge_OneTableFails_IsLoggedAndTheOthersArePurged()
    {
        _product.Tables.FaultsOf(TableNames.MessageRecords).Refuse();

        await PurgeAsync();

        Assert.Equal(1, _product.Log.EventIds.Count(id => id == EventIds.RetentionIncomplete));
        Assert.Equal(3, _product.Log.EventIds.Count(id => id == EventIds.ExpiredRowsDeleted));
    }

    [Fact]
    public async Task Purge_TableIsMissing_IsCreated()
    {
        _product.Tables.Drop(TableNames.RequestIndex);

        await PurgeAsync();

        Assert.Empty(_product.Tables.Rows(TableNames.RequestIndex));
        Assert.DoesNotContain(EventIds.RetentionIncomplete, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_KeptMessageOfItsRetention_IsDeletedAndNothingElse()
    {
        using var product = new ProductFixture(("Records:ContentRetention", "1.00:00:00"));
        product.Blobs.Put(ContainerNames.Payloads, "originals/r-1/old", "{}");
        product.Blobs.Put(ContainerNames.Payloads, "messages-deferred/r-1/old", "{}");
        product.Time.Advance(TimeSpan.FromDays(1));
        product.Blobs.Put(ContainerNames.Payloads, "originals/r-2/new", "{}");

        await product.Get<RecordRetention>().PurgeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["messages-deferred/r-1/old", "originals/r-2/new"], product.Blobs.Names(ContainerNames.Payloads));
        Assert.Contains(EventIds.ContentsDeleted, product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_MessagesNoLongerKept_AreDeleted()
    {
        _product.Blobs.Put(ContainerNames.Payloads, "originals/r-1/any", "{}");

        await PurgeAsync();

        Assert.Empty(_product.Blobs.Names(ContainerNames.Payloads));
    }

    [Fact]
    public async Task Purge_BlobsFail_IsLogged()
    {
        _product.Blobs.FaultsOf(ContainerNames.Payloads).Refuse();

        await PurgeAsync();

        Assert.Contains(EventIds.ContentsNotDeleted, _product.Log.EventIds);
    }

    public void Dispose() => _product.Dispose();

    private void Put(string id, MessageState state) => _product.Records.Put(new()
    {
        Id = id,
        State = state,
        Attempt = 1,
        Fingerprint = "f",
        Route = SendRoute.OpenMessaging,
        AcceptedAt = _product.Time.GetUtcNow(),
    });

    private Task PurgeAsync() => _product.Get<RecordRetention>().PurgeAsync(TestContext.Current.CancellationToken);
}
