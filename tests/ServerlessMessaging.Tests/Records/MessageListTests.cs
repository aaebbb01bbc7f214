using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

public sealed class MessageListTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task List_NewestHoursFull_FirstPageTakesOneTableCall()
    {
        Fill(500, every: TimeSpan.FromSeconds(7));
        _product.Tables.Requests.Clear();

        var page = await ListAsync(("top", "200"));

        Assert.Equal(Enumerable.Range(0, 200).Select(Id), page.Items.Select(item => item.Id));
        Assert.NotNull(page.Continuation);
        Assert.Equal(("GET", TableNames.MessagesByTime), Assert.Single(_product.Tables.Requests));
    }

    [Fact]
    public async Task List_Continuations_ShowEachMessageOnceNewestFirst()
    {
        Fill(1234, every: TimeSpan.FromMinutes(17));

        var (items, pages) = await ListAllAsync(("top", "200"));

        Assert.Equal(Enumerable.Range(0, 1234).Select(Id), items.Select(item => item.Id));
        Assert.Equal(7, pages);
    }

    [Fact]
    public async Task List_ThreeFailedAmongTenThousand_FindsThemWithinBoundedCalls()
    {
        // 15 days, with hours that hold nothing.
        Fill(10_000, every: TimeSpan.FromSeconds(129.6), number => number is 40 or 5_555 or 9_999 ? MessageState.Failed : MessageState.Sent);
        _product.Tables.Requests.Clear();

        var (items, pages) = await ListAllAsync(("status", "failed"));

        Assert.Equal([Id(40), Id(5_555), Id(9_999)], items.Select(item => item.Id));
        Assert.InRange(pages, 2, 3);
        Assert.InRange(_product.Tables.Requests.Count(request => request.Table == TableNames.MessagesByTime), 10, 12);
        Assert.Equal(3, _product.Tables.Requests.Count(request => request.Table == TableNames.MessageRecords));
    }

    [Fact]
    public async Task List_RowOlderThanItsRecordsState_ShowsTheRecord()
    {
        Fill(1, TimeSpan.Zero, _ => MessageState.Deferred);
        _product.Records.Put(Record(0, MessageState.Sent) with { MessageId = "m-0" });

        var item = Assert.Single((await ListAsync()).Items);

        Assert.Equal((MessageState.Sent, "m-0"), (item.Status, item.MessageId));
        Assert.Empty((await ListAsync(("status", "deferred"))).Items);
    }

    [Fact]
    public async Task List_RowOfAnEarlierRequestOrWithoutRecord_IsLeftOut()
    {
        Fill(2, TimeSpan.FromHours(1), _ => MessageState.Failed);
        _product.Records.Put(Record(0, MessageState.Failed) with { AcceptedAt = _product.Time.GetUtcNow().AddMinutes(1) });
        _product.Records.Remove(Id(1));

        Assert.Empty((await ListAsync()).Items);
    }

    [Fact]
    public async Task List_OwnerWhoseLeaseEnded_IsUnknown()
    {
        Fill(1, TimeSpan.Zero, _ => MessageState.Sending);
        _product.Records.Put(Record(0, MessageState.Sending) with { Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(MessageState.Unknown, Assert.Single((await ListAsync(("status", "unknown"))).Items).Status);
    }

    [Fact]
    public async Task List_Filters_SelectByTimeRouteFlowAndCode()
    {
        Fill(10, every: TimeSpan.FromHours(1));
        var start = _product.Time.GetUtcNow();

        Assert.Equal([Id(2), Id(3)], (await ListAsync(("since", $"{start.AddHours(-3):O}"), ("until", $"{start.AddHours(-2):O}"))).Items.Select(item => item.Id));
        Assert.Equal(5, (await ListAsync(("replyTo", "approvals"))).Items.Count);
        Assert.Empty((await ListAsync(("route", "agentless"))).Items);
        Assert.Empty((await ListAsync(("code", "SM2202"))).Items);
    }

    [Fact]
    public async Task List_StorageFails_IsAProblemWithRetryAfter()
    {
        _product.Tables.FaultsOf(TableNames.MessagesByTime).Refuse();

        var (page, problem) = await _product.Get<MessageList>().ListAsync(new(), TestContext.Current.CancellationToken);

        Assert.Null(page);
        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem!.Code, problem.RetryAfter > TimeSpan.Zero));
    }

    [Theory]
    [InlineData("status", "Sent")]
    [InlineData("status", "gone")]
    [InlineData("route", "email")]
    [InlineData("code", "2004")]
    [InlineData("top", "0")]
    [InlineData("top", "201")]
    [InlineData("top", "-1")]
    [InlineData("since", "yesterday")]
    [InlineData("replyTo", "")]
    [InlineData("continuation", "!")]
    [InlineData("continuation", "YWJj")]
    [InlineData("Status", "sent")]
    public void Read_UnusableValue_IsRefusedWithItsName(string name, string value) =>
        Assert.Equal(ErrorCodes.FilterInvalid, MessageListQuery.Read([new(name, value)], out _)!.Code);

    [Fact]
    public async Task Read_ContinuationOfOtherFilters_IsRefused()
    {
        Fill(3, every: TimeSpan.FromMinutes(1));
        var continuation = (await ListAsync(("top", "2"))).Continuation!;

        Assert.Null(MessageListQuery.Read([new("top", "2"), new("continuation", continuation)], out _));
        Assert.Equal(ErrorCodes.FilterInvalid, MessageListQuery.Read([new("top", "1"), new("continuation", continuation)], out _)!.Code);
    }

    [Fact]
    public void Read_LongValue_IsRefusedAtOnce() =>
        Assert.NotNull(MessageListQuery.Read([new("since", new string('T', 7000))], out _));

    [Fact]
    public void Page_InTheResponse_NamesStatusAndRouteInCamelCase()
    {
        var page = new MessagePage([new("Grüße", MessageState.Deferred, SendRoute.OpenMessaging, DateTimeOffset.UnixEpoch, 2, "flow", "SM2202", null)], Continuation: null);

        Assert.StartsWith(
            """{"items":[{"id":"Grüße","status":"deferred","route":"openMessaging","acceptedAt":"1970-01-01T00:00:00+00:00","attempt":2,"replyTo":"flow","code":"SM2202"}""",
            JsonSerializer.Serialize(page, ResponseJson.Readable.MessagePage),
            StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private static string Id(int number) => $"r-{number:D5}";

    // Message 0 is the newest.
    private void Fill(int count, TimeSpan every, Func<int, MessageState>? stateOf = null)
    {
        _acceptedAt = number => _product.Time.GetUtcNow() - (every * number);
        for (var number = 0; number < count; number++)
        {
            var record = Record(number, stateOf?.Invoke(number) ?? MessageState.Sent);
            var summary = new MessageSummary(record);
            var entity = new Azure.Data.Tables.TableEntity(MessageRecords.ListKeyOf(summary).Partition, MessageRecords.ListKeyOf(summary).Row) { [TableStore<object>.FormProperty] = TableStore<object>.Form };
            MessageRecords.Write(summary, entity);
            _product.Tables.Put(TableNames.MessagesByTime, entity);
            if (record.State != MessageState.Sent)
            {
                _product.Records.Put(record);
            }
        }
    }

    private Func<int, DateTimeOffset> _acceptedAt = null!;

    private MessageRecord Record(int number, MessageState state) => new()
    {
        Id = Id(number),
        State = state,
        Attempt = 1,
        Fingerprint = "f",
        Route = SendRoute.OpenMessaging,
        AcceptedAt = _acceptedAt(number),
        ReplyTo = number % 2 == 0 ? "approvals" : null,
    };

    private async Task<MessagePage> ListAsync(params (string Name, string Value)[] values)
    {
        Assert.Null(MessageListQuery.Read(values.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)), out var query));
        var (page, problem) = await _product.Get<MessageList>().ListAsync(query, TestContext.Current.CancellationToken);
        Assert.Null(problem);
        return page!;
    }

    private async Task<(List<MessageSummary> Items, int Pages)> ListAllAsync(params (string Name, string Value)[] values)
    {
        var items = new List<MessageSummary>();
        var page = await ListAsync(values);
        var pages = 1;
        for (items.AddRange(page.Items); page.Continuation is { } continuation; items.AddRange(page.Items), pages++)
        {
            page = await ListAsync([.. values, ("continuation", continuation)]);
        }

        return (items, pages);
    }
}
