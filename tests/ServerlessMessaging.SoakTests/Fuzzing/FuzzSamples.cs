using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Valid bodies, to be mutated.</summary>
internal sealed class FuzzSamples(SeededRandom random, int number)
{
    private const int KnownIds = 40;

    private static readonly string[] Recipients =
    [
        """{"email":"recipient@example.com"}""",
        """{"email":"unknown@example.com"}""",
        """{"userId":"6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02"}""",
        """{"channelId":"user:6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02"}""",
        SendRequests.Messenger,
        $$$"""{"customer":{"id":"stranger","integrationId":"{{{DevelopmentRecipients.IntegrationId}}}","useExistingActiveConversation":false}}""",
        $$$"""{"botSession":{"botId":"{{{DevelopmentRecipients.BotId}}}","botVersion":"1","botSessionId":"{{{DevelopmentRecipients.BotSessionId}}}","languageCode":"en-us"}}""",
    ];

    private static readonly string[] Messages =
    [
        """{"type":"text","text":"Zeile 1\nעברית 👩‍👧"}""",
        """{"type":"card","title":"Invoice","subtitle":"$500","image":{"url":"https://example.com/logo.png","altText":"Logo"},"actions":[{"type":"postBack","title":"Approve","payload":{"event":"approval","n":[1,-2.5e3,null]}},{"type":"imBack","title":"Reject","payload":"I reject"},{"type":"openUrl","title":"View","url":"https://example.com/1"}]}""",
        """{"type":"quickReplies","text":"When?","replies":[{"text":"Today","value":"d0"},{"text":"Later","value":"d1"}]}""",
        """{"type":"carousel","cards":[{"title":"One","actions":[{"type":"postBack","title":"Go","payload":"x"}]},{"title":"Two"}]}""",
    ];

    /// <summary>An id: mostly a new one, sometimes a shared one.</summary>
    public string Id { get; } = random.NextBool(0.15) ? $"known-{random.NextBelow(KnownIds)}" : $"fuzz-{number}";

    public string Request()
    {
        var members = random.Pick("", "", ",\"replyTo\":\"approvals\",\"notify\":true", $",\"sendAt\":\"{In(1)}\",\"expiresAt\":\"{In(600)}\"", $",\"expiresAt\":\"{In(3600)}\",\"$schema\":\"https://example.com/s\"");
        return $$"""{"id":"{{Id}}","to":{{random.Pick<string>(Recipients)}},"message":{{random.Pick<string>(Messages)}}{{members}}}""";
    }

    public string Batch() => $"[{string.Join(',', Enumerable.Range(0, 1 + random.NextBelow(4)).Select(place => new FuzzSamples(random, number * 10 + place).Request()))}]";

    /// <summary>A request as an event of Event Grid.</summary>
    public string CloudEvent() => $$"""{"specversion":"1.0","source":"/fuzz","id":"{{Id}}","type":"t","data":{{Request()}}}""";

    /// <summary>An envelope as we write it on messages-deferred, around any request.</summary>
    public string DeferredEnvelope(byte[] request) =>
        $$"""{"v":1,"content":{"id":"{{Id}}","attempt":{{random.NextBelow(3)}},"acceptedAt":"{{In(0)}}","expiresAt":"{{In(3600)}}"},"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",{{(random.NextBool(0.33) ? $"\"payloadHash\":\"{new string('a', 64)}\"" : $"\"payload\":\"{Convert.ToBase64String(request)}\"")}}}""";

    /// <summary>A webhook of Genesys.</summary>
    public string Webhook()
    {
        var channel = $$$"""{"id":"{{{DevelopmentRecipients.IntegrationId}}}","platform":"Open","type":"Private","messageId":"{{{Id}}}","to":{"id":"user-1"},"from":{"id":"stranger","idType":"Opaque"},"time":"{{{In(0)}}}"}""";
        return $$"""{"id":"{{Id}}","channel":{{channel}},"conversationId":"c-1",{{random.Pick(
            """ "type":"Text","text":"words","direction":"Inbound" """,
            """ "type":"Structured","direction":"Inbound","originatingMessageId":"m-1","content":[{"contentType":"ButtonResponse","buttonResponse":{"type":"Button","text":"Yes","payload":"{\"action\":\"approve\"}"}}] """,
            """ "type":"Receipt","status":"Failed","isFinalReceipt":true,"direction":"Outbound","reasons":[{"code":"MessageExpired","message":"m"}] """,
            """ "type":"Event","events":[{"eventType":"Typing","typing":{"type":"On","duration":5000}}],"direction":"Outbound" """)}}}""";
    }

    /// <summary>An envelope as we write it on callbacks, around any body.</summary>
    public string CallbackEnvelope(byte[] webhook)
    {
        var (kind, body) = random.NextBool(0.8) ? ("webhook", webhook) : ("send", Encoding.UTF8.GetBytes($$$"""{"id":"{{{Id}}}","status":"sent","at":"{{{In(0)}}}","attempt":1,"replyTo":"default","route":"openMessaging","messageId":"m-1","to":{"userId":"u-1"}}"""));
        return JsonSerializer.Serialize(new { v = 1, content = new { kind, receivedAt = In(0), attempt = 1 + random.NextBelow(3), flow = random.Pick(null, "default") }, payload = Convert.ToBase64String(body) });
    }

    private static string In(int seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
