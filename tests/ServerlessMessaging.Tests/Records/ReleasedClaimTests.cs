using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

/// <summary>A claim that is released because nothing was sent under it, and what the next claim keeps of it.</summary>
public sealed class ReleasedClaimTests : IDisposable
{
    private static readonly SendRequest Request = new("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null);
    private static readonly IncomingRequest First = new(Request, DateTimeOffset.UnixEpoch);
    private readonly ProductFixture _product = new();

    private MessageRecords Records => _product.Get<MessageRecords>();

    [Theory]
    [InlineData(false, null, 0, MessageState.Failed)]
    [InlineData(false, 2, 0, MessageState.Deferred)]
    [InlineData(false, 3, 0, MessageState.Failed)]
    [InlineData(true, null, 0, MessageState.Failed)]
    [InlineData(true, 2, 1, MessageState.Unknown)]
    public void StateBefore_ReleasedClaim_IsTheStateOfTheRequest(bool isForced, int? attempt, int unknownOutcomes, MessageState state)
    {
        var record = new MessageRecord
        {
            Id = "r-1",
            State = MessageState.Sending,
            Attempt = 2,
            Fingerprint = "f",
            Route = SendRoute.OpenMessaging,
            AcceptedAt = DateTimeOffset.UnixEpoch,
            UnknownOutcomes = unknownOutcomes,
        };

        Assert.Equal(state, MessageRecords.StateBefore(record, First with { Attempt = attempt, IsForced = isForced }));
    }

    [Fact]
    public async Task Release_OtherOwner_ChangesNothing()
    {
        var claim = await ClaimAsync(First);

        await Records.ReleaseAsync(First, "another owner", TestContext.Current.CancellationToken);

        Assert.Equal(claim.Record.Value, (await Records.FindAsync("r-1", TestContext.Current.CancellationToken))!.Value);
    }

    [Fact]
    public async Task Release_OwnClaimTwice_ReleasesItOnce()
    {
        var claim = await ClaimAsync(First);
        await Records.ReleaseAsync(First, claim.Record.Value.Owner!, TestContext.Current.CancellationToken);
        var released = (await Records.FindAsync("r-1", TestContext.Current.CancellationToken))!;

        await Records.ReleaseAsync(First, claim.Record.Value.Owner!, TestContext.Current.CancellationToken);

        Assert.Equal((MessageState.Failed, null), (released.Value.State, released.Value.Lease));
        Assert.Equal(released.Version, (await Records.FindAsync("r-1", TestContext.Current.CancellationToken))!.Version);
    }

    [Fact]
    public async Task Change_Record_ChangesItsRowInTheList()
    {
        await ClaimAsync(First);

        await Records.ChangeAsync("r-1", stored => stored.Value with { State = MessageState.Cancelled, Lease = null }, TestContext.Current.CancellationToken);
        await Records.ChangeAsync("r-2", stored => stored.Value with { State = MessageState.Sent }, TestContext.Current.CancellationToken);

        var row = Assert.Single(_product.Tables.Rows(TableNames.MessagesByTime));
        Assert.Contains("ancelled", row.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Claim_OneOfTwoFromAQueue_RemembersTheQueue(bool firstIsQueued, bool secondIsQueued)
    {
        var claim = await ClaimAsync(First with { Queue = firstIsQueued ? "messages" : null });
        await Records.ReleaseAsync(First, claim.Record.Value.Owner!, TestContext.Current.CancellationToken);

        claim = await ClaimAsync(First with { Queue = secondIsQueued ? "messages" : null });

        Assert.Equal((2, true), (claim.Record.Value.Attempt, claim.Record.Value.IsQueued));
    }

    public void Dispose() => _product.Dispose();

    private Task<Claim> ClaimAsync(IncomingRequest incoming) => Records.ClaimAsync(incoming, MessageState.Sending, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken);
}
