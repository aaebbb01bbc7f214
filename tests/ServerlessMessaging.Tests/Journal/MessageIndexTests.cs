using System.Net;
using System.Text;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Messages;

namespace ServerlessMessaging.Tests.Journal;

/// <summary>The way back from Genesys' ids, written by a send.</summary>
public sealed class MessageIndexTests : IDisposable
{
    private const string Buttons = """{"type":"card","title":"private words","actions":[{"type":"imBack","title":"Yes","payload":"I approve."}]}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public MessageIndexTests() => _product.Genesys
        .On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
        .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""")
        .On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"}]""");

    [Fact]
    public async Task A_message_and_its_conversation_lead_back_to_the_request()
    {
        await SendAsync("r-1", """{"email":"someone@example.com"}""", Buttons);

        var entry = (await FindMessageAsync("m-1"))!;
        Assert.Equal(("r-1", new Recipient(ChannelId: "user:u-1"), _product.Time.GetUtcNow(), "approvals"), (entry.Id, entry.To, entry.SentAt, entry.ReplyTo));
        Assert.Equal([ImBackTexts.Hash("I approve.")], entry.ImBacks);
        Assert.Equal("r-1", (await FindConversationAsync(new Recipient(ChannelId: "user:u-1")))!.Id);
    }

    [Theory]
    [InlineData(301, 0)]
    [InlineData(-301, -301)]
    public async Task F17_Nothing_was_sent_later_than_the_service_wrote_it(int skew, int expected)
    {
        var now = _product.Time.GetUtcNow();
        await _product.Get<MessageIndex>().WriteAsync("m-9", new("r-9", new Recipient(ChannelId: "user:u-9"), now.AddSeconds(skew)), TestContext.Current.CancellationToken);

        Assert.Equal(now.AddSeconds(expected), (await FindMessageAsync("m-9"))!.SentAt);
    }

    [Fact]
    public async Task Names_are_hashes_and_contents_hold_no_address_and_no_words()
    {
        await SendAsync("r-1", """{"email":"someone@example.com"}""", Buttons);

        foreach (var (container, original) in new[] { (ContainerNames.ByMessage, "m-1"), (ContainerNames.ByConversation, "u-1") })
        {
            Assert.Equal(DerivedName.Of(original), Assert.Single(_product.Blobs.Names(container)));
            var entry = Encoding.UTF8.GetString(MetadataText.Read(_product.Blobs.Metadata(container, DerivedName.Of(original))));
            Assert.DoesNotContain("someone@example.com", entry, StringComparison.Ordinal);
            Assert.DoesNotContain("private words", entry, StringComparison.Ordinal);
            Assert.DoesNotContain("I approve", entry, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_last_message_of_a_conversation_is_the_one_that_is_found()
    {
        var to = """{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""";
        await SendAsync("r-1", to, Buttons);
        await SendAsync("r-2", to, """{"type":"text","text":"Hi"}""");

        var entry = (await FindConversationAsync(new Recipient(Conversation: new("c", "h", "p"))))!;

        Assert.Equal(("r-2", null), (entry.Id, entry.ImBacks));
    }

    [Fact]
    public async Task A_message_without_an_id_is_found_by_its_conversation_only()
    {
        _product.Genesys.Forget(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted);

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.Empty(_product.Blobs.Names(ContainerNames.ByMessage));
        Assert.Equal("r-1", (await FindConversationAsync(new Recipient(ChannelId: "user:u-1")))!.Id);
    }

    [Fact]
    public async Task What_was_not_sent_leads_nowhere()
    {
        _product.Genesys.Forget(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);

        await _product.PostAsync(Request("r-1", """{"userId":"u-1"}""", Buttons));

        Assert.Empty(_product.Blobs.Names(ContainerNames.ByConversation));
        Assert.Null(await FindMessageAsync("m-1"));
    }

    [Fact]
    public async Task A_way_back_that_cannot_be_written_is_an_alarm_and_no_failure()
    {
        _product.Blobs.Of(ContainerNames.ByMessage).Fail();

        await SendAsync("r-1", """{"userId":"u-1"}""", Buttons);

        Assert.Contains(EventIds.IndexNotWritten, _product.Log.EventIds);
        Assert.Equal(SendState.Sent, _product.Journal.Record("r-1")!.State);
    }

    [Fact]
    public async Task So_is_one_that_is_too_large_to_be_written()
    {
        var name = new string('語', 256);
        _product.Genesys.On("/api/v2/integrations/botconnectors/outgoing/messages", HttpStatusCode.OK, """{"messageId":"m-1"}""");

        await SendAsync("r-1", $$$"""{"botSession":{"botId":"{{{name}}}","botVersion":"{{{name}}}","botSessionId":"{{{name}}}","languageCode":"{{{name}}}"}}""", """{"type":"text","text":"Hi"}""");

        Assert.Contains(EventIds.IndexNotWritten, _product.Log.EventIds);
        Assert.Equal(SendState.Sent, _product.Journal.Record("r-1")!.State);
    }

    [Fact]
    public async Task An_entry_that_another_hand_wrote_is_told()
    {
        _product.Blobs.Put(ContainerNames.ByMessage, DerivedName.Of("m-1"), "by hand");

        await Assert.ThrowsAsync<UnreadableBlobException>(() => FindMessageAsync("m-1"));
    }

    [Theory]
    [InlineData("""{"userId":"u-1"}""", null)]
    [InlineData("""{"email":"someone@example.com"}""", null)]
    [InlineData("""{"channelId":"user:u-1"}""", "u-1")]
    [InlineData("""{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""", "c")]
    [InlineData("""{"customer":{"id":"c","integrationId":"i"}}""", "i\nc")]
    [InlineData("""{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en"}}""", "s")]
    public void A_conversation_is_found_by_the_customers_id(string to, string? id) =>
        Assert.Equal(id is null ? null : DerivedName.Of(id), ConversationKey.Of(Expect.Request(Body.To(to)).To));

    public void Dispose() => _product.Dispose();

    private static string Request(string id, string to, string message) => $$"""{"id":"{{id}}","to":{{to}},"message":{{message}},"replyTo":"approvals"}""";

    private async Task SendAsync(string id, string to, string message) => Assert.IsType<Sent>(await _product.PostAsync(Request(id, to, message)));

    private Task<IndexEntry?> FindMessageAsync(string id) => _product.Get<MessageIndex>().FindMessageAsync(id, TestContext.Current.CancellationToken);

    private Task<IndexEntry?> FindConversationAsync(Recipient to) => _product.Get<MessageIndex>().FindConversationAsync(ConversationKey.Of(to)!, TestContext.Current.CancellationToken);
}
