using System.Net;
using System.Text.Json.Nodes;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

/// <summary>The rows of the list by time, as sends write them.</summary>
public sealed class MessagesByTimeTests : IDisposable
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public MessagesByTimeTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Fact]
    public async Task Send_NewRequest_WritesRecordAndRowInParallel()
    {
        var (record, row) = (new TaskCompletionSource(), new TaskCompletionSource());
        _product.Tables.FaultsOf(TableNames.MessageRecords).Before = _ => Arrive(record, row);
        _product.Tables.FaultsOf(TableNames.MessagesByTime).Before = _ => Arrive(row, record);

        Assert.IsType<Sent>(await SendAsync().WaitAsync(WaitTimeout, TestContext.Current.CancellationToken));

        // Each waits until the other has arrived: one after the other would wait forever.
        static Task Arrive(TaskCompletionSource self, TaskCompletionSource other)
        {
            self.TrySetResult();
            return other.Task;
        }
    }

    [Fact]
    public async Task Send_Sent_ReplacesTheRow()
    {
        await SendAsync();

        var row = Row();
        Assert.Equal(
            ("r-1", "sent", "openMessaging", "approvals", "m-1", null, 1),
            ((string?)row["Id"], (string?)row["Status"], (string?)row["Route"], (string?)row["ReplyTo"], (string?)row["MessageId"], (string?)row["Code"], (int?)row["Attempt"]));
        Assert.Equal(2, _product.Tables.Requests.Count(request => request.Table == TableNames.MessagesByTime));
    }

    [Fact]
    public async Task Send_DeferredAndThenSent_ReplacesTheRowAtDeferralAndAtTheEnd()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.ServiceUnavailable);
        Assert.IsType<Accepted>(await SendAsync());
        Assert.Equal(("deferred", "SM2202", 2), ((string?)Row()["Status"], (string?)Row()["Code"], (int?)Row()["Attempt"]));
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        _product.Tables.Requests.Clear();

        await _product.DeliverAsync();

        Assert.Equal(("sent", "m-1", 2), ((string?)Row()["Status"], (string?)Row()["MessageId"], (int?)Row()["Attempt"]));
        Assert.Single(_product.Tables.Requests, request => request.Table == TableNames.MessagesByTime);
    }

    [Fact]
    public async Task Send_Refused_RowHasItsCode()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);

        await SendAsync();

        Assert.Equal(("failed", "SM2007"), ((string?)Row()["Status"], (string?)Row()["Code"]));
    }

    [Fact]
    public async Task Send_RowCannotBeWritten_SendsAndLogs()
    {
        _product.Tables.FaultsOf(TableNames.MessagesByTime).Refuse();

        Assert.IsType<Sent>(await SendAsync());

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
        Assert.Contains(EventIds.ListRowNotWritten, _product.Log.EventIds);
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RowOfTheClaimCouldNotBeWritten_TheEndWritesItWhole()
    {
        _product.Tables.FaultsOf(TableNames.MessagesByTime).Refuse(times: 1);

        await SendAsync();

        Assert.Equal(("sent", "approvals"), ((string?)Row()["Status"], (string?)Row()["ReplyTo"]));
    }

    [Fact]
    public async Task Rows_OfSeveralHours_AreOrderedNewestFirst()
    {
        foreach (var id in new[] { "r-1", "r-2", "r-3" })
        {
            await SendAsync(id);
            _product.Time.Advance(id == "r-1" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1));
        }

        var rows = _product.Tables.Rows(TableNames.MessagesByTime);
        Assert.Equal(["r-3", "r-2", "r-1"], rows.Select(row => (string?)row["Id"]));
        Assert.Equal([true, false], rows.Zip(rows.Skip(1), (one, next) => (string?)one["PartitionKey"] == (string?)next["PartitionKey"]));
    }

    [Theory]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-22T12:59:59.9999999Z", true)]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z", false)]
    [InlineData("2026-11-22T12:00:00Z", "2026-11-22T14:30:00+02:00", true)]
    public void PartitionOf_TwoTimes_IsOneForTheSameHour(string one, string other, bool isSame) =>
        Assert.Equal(isSame, MessageRecords.HourOf(DateTimeOffset.Parse(one, null)) == MessageRecords.HourOf(DateTimeOffset.Parse(other, null)));

    public void Dispose() => _product.Dispose();

    private JsonObject Row() => Assert.Single(_product.Tables.Rows(TableNames.MessagesByTime));

    private Task<SendOutcome> SendAsync(string id = "r-1") =>
        _product.PostAsync($$"""{"id":"{{id}}","to":{"userId":"u-1"},"message":{"type":"text","text":"Hi"},"replyTo":"approvals"}""");
}
