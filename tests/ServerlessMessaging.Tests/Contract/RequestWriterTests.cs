using System.Text;
using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

/// <summary>The bytes of a request are hashed and stored: a test fails when they change.</summary>
public sealed class RequestWriterTests
{
    [Theory]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""{"userId":"u-1"}""")]
    [InlineData("""{"channelId":"user:u-1"}""")]
    [InlineData("""{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""")]
    [InlineData("""{"customer":{"id":"c","integrationId":"i","useExistingActiveConversation":false}}""")]
    [InlineData("""{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en-us"}}""")]
    public void Write_Recipient_WritesItsMembersInOrder(string to) => Assert.Equal(Body.To(to), Write(Body.To(to)));

    [Theory]
    [InlineData("""{"type":"text","text":"Gr\u00FC\u00DFe \uD83D\uDC4D \u003C\u0026\u003E"}""")]
    [InlineData("""{"type":"card","title":"T","actions":[]}""")]
    [InlineData("""{"type":"card","title":"T","subtitle":"S","image":{"url":"https://example.com/x","altText":"x"},"actions":[{"type":"postBack","title":"Go","payload":"yes"},{"type":"imBack","title":"No","payload":"No."},{"type":"openUrl","title":"O","url":"https://example.com"}]}""")]
    [InlineData("""{"type":"quickReplies","text":"When?","replies":[{"text":"Today","value":"d0"},{"text":"Later","value":"d1"}]}""")]
    [InlineData("""{"type":"carousel","cards":[{"title":"A","image":{"url":"https://example.com/x"},"actions":[]},{"title":"B","subtitle":"S","actions":[]}]}""")]
    public void Write_Message_WritesItsMembersInOrder(string message) => Assert.Equal(Body.Message(message), Write(Body.Message(message)));

    [Fact]
    public void Write_EveryMember_WritesThemInOrder()
    {
        const string Request = """
            {"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"t"},"replyTo":"f","notify":true,"sendAt":"2026-12-01T08:00:00+00:00","expiresAt":"2026-12-01T09:00:00.0000001+00:00"}
            """;

        Assert.Equal(Request, Write(Request));
    }

    [Fact]
    public void Write_PayloadOfJson_WritesItsText() => Assert.Contains("\"payload\":\"{\\u0022a\\u0022:[1]}\"", Write(Body.Payload("""{ "a" : [1] }""")), StringComparison.Ordinal);

    [Fact]
    public void Write_CardType_LeavesItOut() => Assert.Equal(Write(Body.Card("\"actions\":[]")), Write(Body.Card("\"cardType\":\"basic\"")));

    private static string Write(string body) => Encoding.UTF8.GetString(RequestWriter.Write(Expect.Request(body)));
}
