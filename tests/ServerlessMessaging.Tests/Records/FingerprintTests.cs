using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Records;

public sealed class FingerprintTests
{
    private const string Card = """{"to":{"userId":"u"},"message":{"type":"card","title":"T","actions":[{"type":"postBack","title":"Go","payload":{"a":1,"b":[2]}}]}}""";

    [Theory]
    [InlineData("""{"id":"other","to":{"userId":"u"},"message":{"type":"card","title":"T","actions":[{"type":"postBack","title":"Go","payload":{"a":1,"b":[2]}}]}}""")]
    [InlineData("""{"$schema":"x","message":{"actions":[{"payload":"{\"a\":1,\"b\":[2]}","title":"Go","type":"postBack"}],"title":"\u0054","type":"card"}, "to" : {"userId":"u"},"replyTo":null,"notify":false}""")]
    [InlineData("""{"to":{"userId":"u"},"message":{"type":"card","cardType":"basic","title":"T","actions":[{"type":"postBack","title":"Go","payload":{"a":1,"b":[2]}}]}}""")]
    public void Compute_SameRequestWrittenOtherwise_IsTheSame(string body) => Assert.Equal(FingerprintOf(Card), FingerprintOf(body));

    [Theory]
    [InlineData("\"T\"", "\"t\"")]
    [InlineData("\"userId\":\"u\"", "\"userId\":\"v\"")]
    [InlineData("\"userId\":\"u\"", "\"channelId\":\"user:u\"")]
    [InlineData("[2]", "[3]")]
    [InlineData("\"Go\"", "\"Stop\"")]
    [InlineData("{\"to\"", "{\"replyTo\":\"flow\",\"to\"")]
    [InlineData("{\"to\"", "{\"notify\":true,\"to\"")]
    [InlineData("{\"to\"", "{\"expiresAt\":\"2027-01-01T00:00:00Z\",\"to\"")]
    [InlineData("{\"to\"", "{\"sendAt\":\"2027-01-01T00:00:00Z\",\"to\"")]
    [InlineData("\"title\":\"T\"", "\"title\":\"T\",\"subtitle\":\"S\"")]
    [InlineData("\"title\":\"T\"", "\"title\":\"T\",\"image\":{\"url\":\"https://example.com/x\"}")]
    [InlineData("postBack", "imBack")]
    public void Compute_AnyMemberDiffers_IsAnother(string from, string to)
    {
        var changed = Card.Replace(from, to, StringComparison.Ordinal);

        Assert.NotEqual(FingerprintOf(Card), FingerprintOf(to == "imBack" ? changed.Replace("""{"a":1,"b":[2]}""", "\"x\"", StringComparison.Ordinal) : changed));
    }

    [Theory]
    [InlineData("""{"to":{"email":"a@example.com"},"message":{"type":"text","text":"Grüße 👍"}}""")]
    [InlineData("""{"to":{"conversation":{"id":"c","channelId":"h","providerId":"p"}},"message":{"type":"quickReplies","text":"?","replies":[{"text":"Y","value":"y"}]}}""")]
    [InlineData("""{"to":{"customer":{"id":"c","integrationId":"i","useExistingActiveConversation":true}},"message":{"type":"carousel","cards":[{"title":"A","subtitle":"B","image":{"url":"https://example.com/x","altText":"x"},"actions":[{"type":"openUrl","title":"O","url":"https://example.com"}]}]}}""")]
    [InlineData("""{"to":{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en-us"}},"message":{"type":"card","title":"T","actions":[]},"replyTo":"f","notify":true,"sendAt":"2027-01-01T00:00:00Z","expiresAt":"2027-01-02T00:00:00.5Z"}""")]
    public void Compute_RequestWrittenAndReadAgain_IsTheSame(string body)
    {
        var written = RequestWriter.Write(Read(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(FingerprintOf(body), RequestWriter.Fingerprint(Read(written)));
        Assert.All(written, unit => Assert.True(unit < 128));
    }

    private static string FingerprintOf(string body) => RequestWriter.Fingerprint(Read(Encoding.UTF8.GetBytes(body)));

    private static SendRequest Read(byte[] body)
    {
        Assert.Null(RequestReader.Read(body, out var request));
        return request!;
    }
}
