using System.Text;
using Azure;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Draining;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Journal;

/// <summary>Records in the metadata of blobs.</summary>
public sealed class BlobJournalTests : IDisposable
{
    private readonly ProductFixture _product = new();
    private readonly BlobJournal _journal;

    public BlobJournalTests() => _journal = new BlobJournal(_product.Get<StorageAccount>(), _product.Time);

    [Fact]
    public async Task A_record_is_read_as_it_was_written()
    {
        var record = Record() with
        {
            Owner = "me",
            Lease = TimeSpan.FromMinutes(2),
            To = new(Conversation: new("c", "h", "p")),
            ReplyTo = "approvals",
            Notify = true,
            ExpiresAt = _product.Time.GetUtcNow().AddHours(24),
            DueAt = _product.Time.GetUtcNow().AddMinutes(1),
            MessageId = "m-1",
            Degradations = ["imBack-as-button"],
            UnknownOutcomes = 2,
            Failures = [new(_product.Time.GetUtcNow(), 1, "SM2202", "Grüße")],
        };
        await CreateAsync(record);

        var read = (await ReadAsync())!.Record;

        Assert.Equal(record with { Degradations = null, Failures = null }, read with { Degradations = null, Failures = null });
        Assert.Equal(record.Degradations, read.Degradations);
        Assert.Equal(record.Failures, read.Failures);
    }

    [Fact]
    public async Task A_lease_is_measured_by_the_clock_of_the_service()
    {
        var ahead = new FakeTimeProvider(_product.Time.GetUtcNow().AddHours(1));
        var journal = new BlobJournal(_product.Get<StorageAccount>(), ahead);
        await CreateAsync(Record() with { Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromSeconds(30));

        var entry = (await journal.ReadAsync("r-1", TestContext.Current.CancellationToken))!;

        Assert.Equal((90.0, _product.Time.GetUtcNow()), (entry.LeaseLeft.TotalSeconds, entry.Now));
    }

    [Fact]
    public async Task A_record_that_is_not_there_is_none() => Assert.Null(await ReadAsync());

    [Fact]
    public async Task Of_two_creations_one_counts()
    {
        Assert.NotNull(await CreateAsync(Record()));
        Assert.Null(await CreateAsync(Record() with { State = SendState.Sent }));

        Assert.Equal(SendState.Sending, (await ReadAsync())!.Record.State);
    }

    [Fact]
    public async Task Of_two_changes_of_one_version_one_counts()
    {
        var created = (await CreateAsync(Record()))!;

        var changed = await ReplaceAsync(created, Record() with { State = SendState.Sent });
        Assert.Null(await ReplaceAsync(created, Record() with { State = SendState.Failed }));

        Assert.Equal(SendState.Sent, (await ReadAsync())!.Record.State);
        Assert.NotNull(await ReplaceAsync(changed!, Record() with { State = SendState.Delivered }));
    }

    [Fact]
    public async Task A_record_that_is_gone_is_not_changed()
    {
        var created = (await CreateAsync(Record()))!;
        _product.Blobs.Delete(ContainerNames.Sends, "r-1");

        Assert.Null(await ReplaceAsync(created, Record()));
    }

    [Fact]
    public async Task Metadata_are_ascii_and_hold_the_states_by_their_names()
    {
        await CreateAsync(Record() with { State = SendState.Deferred, MessageId = "Grüße" });

        var json = MetadataText.Read(_product.Blobs.Metadata(ContainerNames.Sends, "r-1"));

        Assert.All(json, unit => Assert.True(unit < 128));
        Assert.Contains("\"state\":\"deferred\"", Encoding.ASCII.GetString(json), StringComparison.Ordinal);
        Assert.Contains("\"v\":1", Encoding.ASCII.GetString(json), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("bm8ganNvbg==")]
    [InlineData("e30=")]
    [InlineData(null)]
    public async Task What_another_hand_wrote_is_a_fault_of_storage(string? metadata)
    {
        _product.Blobs.Put(ContainerNames.Sends, "r-1", string.Empty, metadata is null ? null : new Dictionary<string, string> { ["record"] = metadata });

        var exception = await Assert.ThrowsAsync<UnreadableBlobException>(ReadAsync);

        Assert.Contains("r-1", exception.Message, StringComparison.Ordinal);
        Assert.True(StorageFaults.Is(exception));
    }

    [Fact]
    public async Task A_fault_of_the_account_is_no_answer()
    {
        _product.Blobs.Of(ContainerNames.Sends).Fail();

        await Assert.ThrowsAsync<RequestFailedException>(ReadAsync);
        await Assert.ThrowsAsync<RequestFailedException>(() => CreateAsync(Record()));
    }

    [Fact]
    public async Task An_outcome_too_large_to_remember_is_remembered_without_its_history()
    {
        var created = (await CreateAsync(Record()))!;
        var writer = new LedgerWriter(_journal, _product.Get<MessageIndex>(), _product.Get<StatusNotices>(), _product.Get<RunningInvocations>(), _product.Get<SendLog>(), _product.Time);
        var failures = Enumerable.Range(1, 5).Select(attempt => new FailedAttempt(_product.Time.GetUtcNow(), attempt, ErrorCodes.GenesysRefused.Code, new string('語', 200)));

        await writer.CloseAsync(created, Record() with { State = SendState.Sent, MessageId = "m-1", To = new(ChannelId: "user:u-1"), Failures = [.. failures] });

        var record = (await ReadAsync())!.Record;
        Assert.Equal((SendState.Sent, "m-1", null, null), (record.State, record.MessageId, record.Failures, record.To));
    }

    public void Dispose() => _product.Dispose();

    private SendRecord Record() => new()
    {
        Id = "r-1",
        State = SendState.Sending,
        Attempt = 1,
        Fingerprint = "f",
        Route = SendRoute.MessagingEvents,
        AcceptedAt = _product.Time.GetUtcNow(),
    };

    private Task<JournalEntry?> ReadAsync() => _journal.ReadAsync("r-1", TestContext.Current.CancellationToken);

    private Task<JournalEntry?> CreateAsync(SendRecord record) => _journal.TryCreateAsync(record, TestContext.Current.CancellationToken);

    private Task<JournalEntry?> ReplaceAsync(JournalEntry entry, SendRecord record) => _journal.TryReplaceAsync(entry, record, TestContext.Current.CancellationToken);
}
