using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Contract;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

/// <summary>The index from Genesys' ids to requests, as a send writes it.</summary>
public sealed class RequestIndexTests : IDisposable
{
    private const string Buttons = """{"type":"card","title":"private words","actions":[{"type":"imBack","title":"Yes","payload":"I approve."}]}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public RequestIndexTests() => _product.Genesys
        .On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
        .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""")
        .On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"}]""");

    [Fact]
    public async Task Find_SentMessage_LeadsFromMessageAndConversationToItsRequest()
    {
        await SendAsync("r-1", """{"email":"someone@example.com"}""", Buttons);

        var entry = (await FindMessageAsync("m-1"))!;
        Assert.Equal(("r-1", new Recipient(ChannelId: "user:u-1"), _product.Time.GetUtcNow(), "approvals"), (entry.RequestId, entry.To, entry.SentAt, entry.ReplyTo));
        Assert.Equal([ImBackTexts.Hash("I approve.")], entry.ImBacks);
        Assert.Equal("r-1", Assert.Single(await FindConversationAsync(new Recipient(ChannelId: "user:u-1"))).RequestId);
    }

    [Theory]
    [InlineData(301, 0)]
    [InlineData(-301, -301)]
    [Trait("Fault", "F17")]
    public async Task FindMessage_ClockAhead_IsNotLaterThanTheServiceWroteIt(int skew, int expected)
    {
        var now = _product.Time.GetUtcNow();
        await _product.Get<RequestIndex>().WriteAsync(new("r-9", new Recipient(ChannelId: "user:u-9"), now.AddSeconds(skew)) { MessageId = "m-9" }, TestContext.Current.CancellationToken);

        Assert.Equal(now.AddSeconds(expected), (await FindMessageAsync("m-9"))!.SentAt);
    }

    [Fact]
    public async Task Write_Rows_HoldNoAddressAndNoWords()
    {
        await SendAsync("r-1", """{"email":"someone@example.com"}""", Buttons);

        var rows = _product.Tables.Rows(TableNames.RequestIndex);
        Assert.Equal(
            [$"conversation-{DerivedName.Compute(NameKind.User, "u-1")}-{TableKey.Descending(_product.Time.GetUtcNow())}", $"message-{DerivedName.Compute(NameKind.Message, "m-1")}"],
            rows.Select(row => (string)row["RowKey"]!).Order(StringComparer.Ordinal));
        Assert.All(rows, row =>
        {
            Assert.DoesNotContain("someone@example.com", row.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("private words", row.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("I approve", row.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task FindConversation_FourMessages_ReturnsTheNewestThree()
    {
        var to = """{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""";
        foreach (var id in new[] { "r-1", "r-2", "r-3", "r-4" })
        {
            await SendAsync(id, to, Buttons);
            _product.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // Ids that begin alike are other conversations.
        await SendAsync("r-5", """{"conversation":{"id":"c2","channelId":"h","providerId":"p"}}""", Buttons);
        _product.Tables.Requests.Clear();

        Assert.Equal(["r-4", "r-3", "r-2"], (await FindConversationAsync(new Recipient(Conversation: new("c", "h", "p")))).Select(entry => entry.RequestId));
        Assert.Single(_product.Tables.Requests);
    }

    [Fact]
    public async Task Write_SameConversation_InsertsAndReplacesNothing()
    {
        var to = """{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""";
        await SendAsync("r-1", to, Buttons);
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await SendAsync("r-2", to, Buttons);

        Assert.Equal(2, _product.Tables.Rows(TableNames.RequestIndex).Count(row => ((string)row["RowKey"]!).StartsWith("conversation-", StringComparison.Ordinal)));
        Assert.DoesNotContain(_product.Tables.Requests, request => request.Table == TableNames.RequestIndex && request.Method is "PATCH" or "DELETE");
    }

    [Fact]
    public async Task Write_TwoMessagesAtTheSameMoment_KeepsBothTheSecondAsTheNewest()
    {
        var to = """{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""";
        await SendAsync("r-1", to, Buttons);
        await SendAsync("r-2", to, Buttons);

        Assert.Equal(["r-2", "r-1"], (await FindConversationAsync(new Recipient(Conversation: new("c", "h", "p")))).Select(entry => entry.RequestId));
    }

    [Fact]
    public async Task Write_SameMessageAgain_AddsNoRow()
    {
        var entry = new IndexEntry("r-9", new Recipient(ChannelId: "user:u-9"), _product.Time.GetUtcNow()) { MessageId = "m-9" };
        await _product.Get<RequestIndex>().WriteAsync(entry, TestContext.Current.CancellationToken);

        await _product.Get<RequestIndex>().WriteAsync(entry, TestContext.Current.CancellationToken);

        Assert.Equal(2, _product.Tables.Rows(TableNames.RequestIndex).Count);
    }

    [Fact]
    public async Task Send_IndexCannotBeWrittenAtFirst_IsWrittenAfterTheRecord()
    {
        _product.Tables.FaultsOf(TableNames.RequestIndex).Refuse(times: 2);

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.NotNull(await FindMessageAsync("m-1"));
        Assert.DoesNotContain(EventIds.IndexNotWritten, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_Sent_WritesTheIndexBeforeTheRecord()
    {
        MessageState? state = null;
        _product.Tables.FaultsOf(TableNames.RequestIndex).Before = _ =>
        {
            state ??= _product.Records.Record("r-1")!.State;
            return Task.CompletedTask;
        };

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.Equal(MessageState.Sending, state);
    }

    [Fact]
    public async Task Write_NoMessageId_WritesTheConversationOnly()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted);

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.StartsWith("conversation-", (string?)Assert.Single(_product.Tables.Rows(TableNames.RequestIndex))["RowKey"], StringComparison.Ordinal);
        Assert.Equal("r-1", Assert.Single(await FindConversationAsync(new Recipient(ChannelId: "user:u-1"))).RequestId);
    }

    [Fact]
    public async Task Send_Refused_WritesNoRow()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);

        await _product.PostAsync(Request("r-1", """{"userId":"u-1"}""", Buttons));

        Assert.Empty(_product.Tables.Rows(TableNames.RequestIndex));
    }

    [Fact]
    public async Task Send_IndexCannotBeWritten_IsSentAndLogged()
    {
        _product.Tables.FaultsOf(TableNames.RequestIndex).Refuse();

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.Contains(EventIds.IndexNotWritten, _product.Log.EventIds);
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Theory]
    [InlineData("message-")]
    [InlineData("conversation-")]
    public async Task Find_UnknownForm_Throws(string kind)
    {
        await SendAsync("r-1", """{"channelId":"user:u-1"}""", Buttons);
        _product.Tables.SetForm(TableNames.RequestIndex, _product.Tables.Rows(TableNames.RequestIndex).Select(row => (string)row["RowKey"]!).Single(key => key.StartsWith(kind, StringComparison.Ordinal)), 2);

        await Assert.ThrowsAsync<UnreadableRecordException>(() => kind == "message-" ? FindMessageAsync("m-1") : FindConversationAsync(new Recipient(ChannelId: "user:u-1")));
    }

    [Theory]
    [InlineData("""{"userId":"u-1"}""")]
    [InlineData("""{"email":"someone@example.com"}""")]
    [InlineData("""{"channelId":"user:u-1"}""", NameKind.User, "u-1")]
    [InlineData("""{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""", NameKind.Conversation, "c")]
    [InlineData("""{"customer":{"id":"c","integrationId":"i"}}""", NameKind.Customer, "i", "c")]
    [InlineData("""{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en"}}""", NameKind.Conversation, "s")]
    public void ConversationKey_Recipient_IsItsKindAndIds(string to, NameKind kind = default, params string[] ids) =>
        Assert.Equal(ids.Length == 0 ? null : DerivedName.Compute(kind, ids), ConversationKey.From(Expect.Request(Body.To(to)).To));

    public void Dispose() => _product.Dispose();

    private static string Request(string id, string to, string message) => $$"""{"id":"{{id}}","to":{{to}},"message":{{message}},"replyTo":"approvals"}""";

    private async Task SendAsync(string id, string to, string message) => Assert.IsType<Sent>(await _product.PostAsync(Request(id, to, message)));

    private Task<IndexEntry?> FindMessageAsync(string id) => _product.Get<RequestIndex>().FindMessageAsync(id, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<IndexEntry>> FindConversationAsync(Recipient to) => _product.Get<RequestIndex>().FindConversationAsync(ConversationKey.From(to)!, TestContext.Current.CancellationToken);
}
