using System.Text.Json.Nodes;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Bodies of webhooks as Genesys posts them.</summary>
internal static class Webhooks
{
    /// <summary>The body of the published test vector.</summary>
    public const string Vector = """{"id":"m-1","channel":{"id":"11111111-1111-1111-1111-111111111111","platform":"Open","type":"Private","messageId":"m-1","to":{"id":"user-1","idType":"Opaque"},"from":{"nickname":"Int","id":"11111111-1111-1111-1111-111111111111","idType":"Opaque"},"time":"2026-01-02T03:04:05.678Z"},"type":"Text","text":"héllo + <b>","originatingEntity":"Human","direction":"Outbound"}""";

    /// <summary>The customer u-1 presses a button of message m-1.</summary>
    public const string Press = """
        {"id":"p-1","channel":{"id":"int-1","platform":"Open","type":"Private","messageId":"p-1","to":{"id":"int-1"},"from":{"nickname":"Ann","id":"u-1","idType":"Opaque"},"time":"2026-11-22T12:00:00.000Z"},
        "type":"Structured","content":[{"contentType":"ButtonResponse","buttonResponse":{"type":"Button","text":"Approve","payload":"{\"action\":\"approve\",\"n\":1}"}}],
        "originatingMessageId":"m-1","direction":"Inbound","conversationId":"c-1"}
        """;

    /// <summary>A text of the customer u-1.</summary>
    public const string Text = """
        {"id":"t-1","channel":{"id":"int-1","platform":"Open","type":"Private","messageId":"t-1","to":{"id":"int-1"},"from":{"id":"u-1","idType":"Opaque"},"time":"2026-11-22T12:00:00.000Z"},
        "type":"Text","text":"private words","direction":"Inbound","conversationId":"c-1"}
        """;

    /// <summary>Message m-1 was delivered.</summary>
    public const string Receipt = """
        {"id":"m-1","channel":{"id":"int-1","platform":"Open","type":"Private","messageId":"r-1","to":{"id":"u-1"},"from":{"id":"int-1"},"time":"2026-11-22T12:00:00.000Z"},
        "type":"Receipt","status":"Delivered","isFinalReceipt":true,"direction":"Outbound"}
        """;

    /// <summary>The typing indicator of an agent.</summary>
    public const string Typing = """
        {"id":"e-1","channel":{"id":"int-1","to":{"id":"u-1"},"time":"2026-11-22T12:00:00.000Z"},"type":"Event","events":[{"eventType":"Typing","typing":{"type":"On","duration":5000}}],"direction":"Outbound"}
        """;

    /// <summary>An agent left.</summary>
    public const string Presence = """
        {"id":"e-2","channel":{"id":"int-1","to":{"id":"u-1"},"time":"2026-11-22T12:00:00.000Z"},"type":"Event","events":[{"eventType":"Presence","presence":{"type":"Disconnect"}}],"direction":"Outbound","conversationId":"c-1"}
        """;

    /// <summary>The customer u-1 presses buttons of the messages m-1 and m-2.</summary>
    public const string TwoPresses = """
        {"id":"p-2","channel":{"id":"int-1","from":{"id":"u-1"},"time":"2026-11-22T12:00:00.000Z"},"type":"Structured","direction":"Inbound","content":[
        {"contentType":"ButtonResponse","buttonResponse":{"type":"Button","text":"Approve","payload":"a","originatingMessageId":"m-1"}},
        {"contentType":"ButtonResponse","buttonResponse":{"type":"ListPicker","text":"Second","payload":"b","originatingMessageId":"m-2"}}]}
        """;

    /// <summary>The content of a message with two files.</summary>
    public const string Attachments = """
        [{"contentType":"Attachment","attachment":{"id":"a","mediaType":"Image","url":"https://x/y.png","mime":"image/png","filename":"y.png","text":"private words","sha256":"00","contentSizeBytes":1234}},
        {"contentType":"Attachment","attachment":{"mediaType":"File","url":"https://x/z","mime":"application/pdf"}}]
        """;

    /// <summary>A message of an agent with one element of content.</summary>
    public static string ToRender(string content, string type = "Structured", string? text = "Prompt") => Change(Vector, root =>
    {
        root["type"] = type;
        root["text"] = text;
        root["content"] = JsonNode.Parse($"[{content}]");
    });

    /// <summary>A receipt with a status and the codes of its reasons.</summary>
    public static string ReceiptOf(string status, params string[] reasons) => Change(Receipt, root =>
    {
        root["status"] = status;
        root["reasons"] = new JsonArray([.. reasons.Select(code => new JsonObject { ["code"] = code, ["message"] = "private words" })]);
    });

    public static string Change(string webhook, Action<JsonObject> change)
    {
        var root = JsonNode.Parse(webhook)!.AsObject();
        change(root);
        return root.ToJsonString();
    }
}
