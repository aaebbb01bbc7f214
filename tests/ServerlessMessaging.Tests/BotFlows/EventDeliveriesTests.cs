using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

public sealed class EventDeliveriesTests : IDisposable
{
    private readonly ProductFixture _product = new();

    private EventDeliveries Deliveries => _product.Get<EventDeliveries>();

    [Fact]
    public async Task Claim_AHundredAtOnce_OneOwnsIt()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => ClaimAsync())));

        Assert.Single(claims, claim => claim.Decision == DeliveryClaimDecision.Claimed);
        Assert.All(claims.Where(claim => claim.Decision != DeliveryClaimDecision.Claimed), claim => Assert.Equal(DeliveryClaimDecision.InProgress, claim.Decision));
        Assert.All(claims, claim => Assert.Equal(TimeSpan.FromMinutes(1), claim.Record.LeaseRemaining()));
    }

    [Fact]
    public async Task Claim_LeaseExpired_OneOwnsIt()
    {
        await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(1));

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => ClaimAsync())));

        Assert.Single(claims, claim => claim.Decision == DeliveryClaimDecision.Claimed);
    }

    [Theory]
    [InlineData(DeliveryState.Waiting, 3, 3, true)]
    [InlineData(DeliveryState.Waiting, 3, 4, true)]
    [InlineData(DeliveryState.Waiting, 3, 2, false)]
    [InlineData(DeliveryState.Completed, 1, 1, false)]
    [InlineData(DeliveryState.Completed, 1, 6, false)]
    [InlineData(DeliveryState.DeadLettered, 7, 7, false)]
    [InlineData(DeliveryState.DeadLettered, 7, 8, false)]
    public async Task Claim_RecordIsClosed_ItsAttemptDecides(DeliveryState state, int attempt, int copy, bool isClaimed)
    {
        await Deliveries.CloseAsync(await ClaimAsync(), state, attempt, null);

        Assert.Equal(isClaimed ? DeliveryClaimDecision.Claimed : DeliveryClaimDecision.Superseded, (await ClaimAsync(copy)).Decision);
    }

    [Fact]
    public async Task Claim_RequestFoundBefore_IsWrittenWithTheClaim()
    {
        var related = new RelatedRequest(IsPress: true) { Id = "r-1", ReplyTo = "approvals", To = new Recipient(ChannelId: "user:u-1") };
        await ClaimAsync(related: related);
        _product.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(related, (await ClaimAsync(related: related with { Id = "r-2" })).Record.Value.Related);
    }

    [Fact]
    public async Task Claim_RequestFoundInAnEarlierAttempt_KeepsIt()
    {
        var related = new RelatedRequest(IsPress: true) { Id = "r-1", ReplyTo = "approvals", To = new Recipient(ChannelId: "user:u-1") };
        await Deliveries.CloseAsync(await ClaimAsync(), DeliveryState.Waiting, 2, related);

        Assert.Equal(related, (await ClaimAsync(2)).Record.Value.Related);
    }

    [Theory]
    [InlineData(1, "POST")]
    [InlineData(2, "GET")]
    public async Task Claim_FirstAttempt_InsertsWithoutReading(int attempt, string method)
    {
        await ClaimAsync(attempt);

        Assert.Equal(method, _product.Tables.Requests.First().Method);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claim_ResponseLostAndRepeated_RecognisesItsOwnWrite(bool isReplacement)
    {
        if (isReplacement)
        {
            await Deliveries.CloseAsync(await ClaimAsync(), DeliveryState.Waiting, 2, null);
        }

        _product.Tables.FaultsOf(TableNames.EventDeliveries).RepeatNextWrite();

        Assert.Equal(DeliveryClaimDecision.Claimed, (await ClaimAsync(2)).Decision);
    }

    [Fact]
    public async Task Close_ResponseLostAndRepeated_IsClosed()
    {
        var claim = await ClaimAsync();
        _product.Tables.FaultsOf(TableNames.EventDeliveries).RepeatNextWrite();

        await Deliveries.CloseAsync(claim, DeliveryState.Completed, 1, null);

        Assert.DoesNotContain(EventIds.CallbackNotRecorded, _product.Log.EventIds);
        var record = (await FindAsync())!.Value;
        Assert.Equal((DeliveryState.Completed, claim.Record.Value.Owner, null), (record.State, record.Owner, record.Lease));
    }

    [Fact]
    public async Task Claim_RecordChangesEachTime_ThrowsContentionAsTransient()
    {
        await Deliveries.CloseAsync(await ClaimAsync(), DeliveryState.Waiting, 2, null);
        _product.Tables.ChangeBeforeEachPut(TableNames.EventDeliveries, "event-1");

        var exception = await Assert.ThrowsAsync<ContentionException>(() => ClaimAsync(2));

        Assert.True(StorageFaults.IsTransient(exception));
    }

    [Theory]
    [InlineData("V", 2)]
    [InlineData("State", 1)]
    [InlineData("Attempt", "one")]
    public async Task Claim_UnknownVersion_Throws(string property, object value)
    {
        await ClaimAsync();
        _product.Tables.Change(TableNames.EventDeliveries, "event-1", row =>
        {
            row[property] = System.Text.Json.JsonSerializer.SerializeToNode(value);
            return row;
        });

        await Assert.ThrowsAsync<UnreadableRecordException>(() => ClaimAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TrySet_TwoAtOnce_OneSucceeds(bool isKnown)
    {
        if (isKnown)
        {
            await Deliveries.CloseAsync(await ClaimAsync(), DeliveryState.DeadLettered, 1, null);
        }

        var stored = await FindAsync();

        Assert.Equal(isKnown, stored is not null);
        Assert.True(await Deliveries.TrySetAsync("event-1", stored, DeliveryState.Waiting, 1, TestContext.Current.CancellationToken));
        Assert.False(await Deliveries.TrySetAsync("event-1", stored, DeliveryState.Waiting, 1, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _product.Dispose();

    private Task<DeliveryClaim> ClaimAsync(int attempt = 1, RelatedRequest? related = null) => Deliveries.ClaimAsync("event-1", attempt, related);

    private Task<Versioned<DeliveryRecord>?> FindAsync() => Deliveries.FindAsync("event-1", TestContext.Current.CancellationToken);
}
