using System.Text.Json.Nodes;
using Azure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

public sealed class MessageRecordsTests : IDisposable
{
    private readonly ProductFixture _product = new();

    private MessageRecords Records => _product.Get<MessageRecords>();

    [Fact]
    public async Task Find_RecordWithEveryProperty_ReadsWhatWasWritten()
    {
        var now = _product.Time.GetUtcNow();
        var claim = await ClaimAsync();
        var record = claim.Value with
        {
            To = new(Conversation: new("c", "h", "p")),
            ReplyTo = "approvals",
            Notify = true,
            IsQueued = true,
            ExpiresAt = now.AddHours(24),
            DueAt = now.AddMinutes(1),
            MessageId = "m-1",
            Degradations = ["imBack-as-button"],
            UnknownOutcomes = 2,
            Failures = [new(now, 1, "SM2202", "Grüße")],
        };
        await ReplaceAsync(claim, record);

        var found = (await FindAsync())!.Value;

        Assert.Equal(record with { Degradations = null, Failures = null }, found with { Degradations = null, Failures = null });
        Assert.Equal(record.Degradations, found.Degradations);
        Assert.Equal(record.Failures, found.Failures);
    }

    [Fact]
    public async Task Find_NoRecord_ReturnsNull() => Assert.Null(await FindAsync());

    [Fact]
    public async Task Find_AccountFails_Throws()
    {
        _product.Tables.FaultsOf(TableNames.MessageRecords).Refuse();

        await Assert.ThrowsAsync<RequestFailedException>(FindAsync);
    }

    [Fact]
    public async Task Claim_TableIsMissing_IsCreated()
    {
        _product.Tables.Drop(TableNames.MessageRecords);

        await ClaimAsync();

        Assert.Single(_product.Tables.Rows(TableNames.MessageRecords));
    }

    [Theory]
    [InlineData("V", "2")]
    [InlineData("V", null)]
    [InlineData("State", "\"other\"")]
    [InlineData("State", "\"3\"")]
    [InlineData("Attempt", null)]
    [InlineData("Attempt", "\"one\"")]
    [InlineData("AcceptedAt", null)]
    [InlineData("Fingerprint", null)]
    [InlineData("To", "\"no JSON\"")]
    public async Task Find_UnknownForm_ThrowsAsPermanent(string property, string? value)
    {
        await ClaimAsync();
        _product.Tables.Change(TableNames.MessageRecords, "r-1", row =>
        {
            row.Remove(property);
            row.Remove($"{property}@odata.type");
            if (value is not null)
            {
                row[property] = JsonNode.Parse(value);
            }

            return row;
        });

        var exception = await Assert.ThrowsAsync<UnreadableRecordException>(FindAsync);

        Assert.Contains("r-1", exception.Message, StringComparison.Ordinal);
        Assert.Equal((true, false), (StorageFaults.IsStorageException(exception), StorageFaults.IsTransient(exception)));
    }

    [Theory]
    [InlineData(0, 0, 120)]
    [InlineData(0, 30, 90)]
    [InlineData(0, 30.9, 90)]
    [InlineData(0.5, 30.6, 90)]
    [InlineData(0.5, 30.4, 91)]
    [InlineData(0.9, 119, 2)]
    [InlineData(0, 120, 0)]
    public async Task LeaseRemaining_ClockOfThisMachineIsAhead_CountsByTheServicesClockRoundedUp(double written, double passed, double expected)
    {
        _product.Time.Advance(TimeSpan.FromSeconds(written));
        await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(passed));
        var ahead = new FakeTimeProvider(_product.Time.GetUtcNow().AddHours(1));
        var account = _product.Get<StorageAccount>();
        var records = new MessageRecords(account, Options.Create(new RecordsOptions()), ahead, NullLogger<MessageRecords>.Instance);

        var found = await records.FindAsync("r-1", TestContext.Current.CancellationToken);

        Assert.Equal(expected, found!.LeaseRemaining().TotalSeconds);
    }

    [Fact]
    public async Task TryReplace_VersionThatWasReplaced_ChangesNothing()
    {
        var claim = await ClaimAsync();
        var sent = await ReplaceAsync(claim, Closed(claim, MessageState.Sent));

        Assert.Null(await ReplaceAsync(claim, Closed(claim, MessageState.Failed)));

        Assert.Equal(MessageState.Sent, (await FindAsync())!.Value.State);
        Assert.NotNull(await ReplaceAsync(sent!, sent!.Value with { State = MessageState.Delivered }));
    }

    [Fact]
    public async Task TryReplace_RecordIsGone_ReturnsNull()
    {
        var claim = await ClaimAsync();
        _product.Records.Remove("r-1");

        Assert.Null(await ReplaceAsync(claim, Closed(claim, MessageState.Sent)));
    }

    [Fact]
    public async Task TryReplace_ResponseLostAndRepeated_RecognisesItsOwnWrite()
    {
        var claim = await ClaimAsync();
        _product.Records.LoseNextResponse();

        var closed = await ReplaceAsync(claim, Closed(claim, MessageState.Sent));

        Assert.Equal((MessageState.Sent, claim.Value.Owner, null), (closed!.Value.State, closed.Value.Owner, closed.Value.Lease));
    }

    [Fact]
    public async Task TryReplace_ResponseLostAndReceiptSince_RecognisesItsOwnWrite()
    {
        var claim = await ClaimAsync();
        var closed = Closed(claim, MessageState.Sent) with { MessageId = "m-1" };
        _product.Records.FailAfterNextChange();
        await Assert.ThrowsAsync<RequestFailedException>(() => ReplaceAsync(claim, closed));
        _product.Records.Put(closed with { State = MessageState.Delivered });

        Assert.Equal(MessageState.Delivered, (await ReplaceAsync(claim, closed))!.Value.State);
    }

    [Fact]
    public async Task TryReplace_AnotherClaimFollowed_LeavesItsRecordAndRow()
    {
        var slow = await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(2));
        var follower = await ClaimAsync();
        await ReplaceAsync(follower, Closed(follower, MessageState.Failed));

        Assert.Null(await ReplaceAsync(slow, Closed(slow, MessageState.Sent)));

        Assert.Equal((MessageState.Failed, follower.Value.Owner), ((await FindAsync())!.Value.State, (await FindAsync())!.Value.Owner));
        Assert.Equal("unknown", (string)Assert.Single(_product.Tables.Rows(TableNames.MessagesByTime))["Status"]!);
    }

    [Fact]
    public async Task Change_RecordChangesEachTime_ThrowsContentionAsTransient()
    {
        await ClaimAsync();
        _product.Tables.ChangeBeforeEachPut(TableNames.MessageRecords, "r-1");

        var exception = await Assert.ThrowsAsync<ContentionException>(() =>
            Records.ChangeAsync("r-1", stored => stored.Value with { State = MessageState.Cancelled }, TestContext.Current.CancellationToken));

        Assert.Contains("r-1", exception.Message, StringComparison.Ordinal);
        Assert.True(StorageFaults.IsTransient(exception));
    }

    public void Dispose() => _product.Dispose();

    private static MessageRecord Closed(Versioned<MessageRecord> claim, MessageState state) => claim.Value with { State = state, Lease = null };

    private Task<Versioned<MessageRecord>?> FindAsync() => Records.FindAsync("r-1", TestContext.Current.CancellationToken);

    private Task<Versioned<MessageRecord>?> ReplaceAsync(Versioned<MessageRecord> current, MessageRecord record) =>
        Records.TryReplaceAsync(current, record, TestContext.Current.CancellationToken);

    private async Task<Versioned<MessageRecord>> ClaimAsync()
    {
        var request = new SendRequest("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null);
        var claim = await Records.ClaimAsync(new IncomingRequest(request, DateTimeOffset.UnixEpoch), MessageState.Sending, Guid.NewGuid().ToString("N"), TestContext.Current.CancellationToken);
        Assert.True(claim.IsOwned);
        return claim.Record;
    }
}
