using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Requests and webhooks that hold nothing but confidences.</summary>
internal static class SpokenRequests
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly object Card = new
    {
        type = "card",
        title = Confidences.Title,
        subtitle = Confidences.Subtitle,
        image = new { url = Confidences.Url, altText = Confidences.Label },
        actions = new object[]
        {
            new { type = "postBack", title = "Approve", payload = new { action = "approve", note = Confidences.Payload } },
            new { type = "imBack", title = Confidences.Label, payload = Confidences.Payload },
            new { type = "openUrl", title = Confidences.Label, url = Confidences.Url },
        },
    };

    private static readonly object[] Messages =
    [
        new { type = "text", text = Confidences.Text },
        Card,
        new { type = "quickReplies", text = Confidences.Text, replies = new[] { new { text = Confidences.Label, value = Confidences.Payload } } },
        new { type = "carousel", cards = new[] { new { title = Confidences.Title }, new { title = Confidences.Title } } },
    ];

    private static readonly object[] Recipients =
    [
        new { email = Confidences.KnownEmail },
        new { email = Confidences.Email },
        new { channelId = $"user:{Confidences.Phone}" },
        new { conversation = new { id = DevelopmentRecipients.MessengerConversation, channelId = DevelopmentRecipients.MessengerChannel, providerId = DevelopmentRecipients.MessengerProvider } },
        new { customer = new { id = Confidences.Phone, integrationId = DevelopmentRecipients.IntegrationId } },
        new
        {
            botSession = new
            {
                botId = DevelopmentRecipients.BotId,
                botVersion = DevelopmentRecipients.BotVersion,
                botSessionId = DevelopmentRecipients.BotSessionId,
                languageCode = DevelopmentRecipients.BotLanguageCode,
            },
        },
    ];

    /// <summary>Each kind of message to each kind of recipient.</summary>
    public static IEnumerable<string> All(string prefix) =>
        Recipients.SelectMany((to, recipient) => Messages.Select((message, kind) => JsonSerializer.Serialize(new { id = $"{prefix}-{recipient}-{kind}", to, message })));

    /// <summary>A card to a user, whose presses go to a flow.</summary>
    public static string CardTo(string id, string replyTo = "approvals", DateTimeOffset? sendAt = null) =>
        JsonSerializer.Serialize(new { id, to = new { email = Confidences.KnownEmail }, message = Card, replyTo, sendAt }, WithoutNulls);

    /// <summary>Bodies that are no requests, in many ways.</summary>
    public static IEnumerable<string> Wrong { get; } =
    [
        Confidences.Text,
        $$"""{"to":{"email":"{{Confidences.Email}}"},"message":{"type":"text","text":"{{Confidences.Payload}}""",
        $$"""{"to":{"email":"{{Confidences.Email}}"},"message":{"type":"text","text":7},"{{Confidences.Payload}}":1}""",
        $$$"""{"to":{"email":"{{{Confidences.Email}}}"},"message":{"type":"{{{Confidences.Payload}}}","text":"{{{Confidences.Payload}}}"}}""",
        $$$"""{"id":"{{{Confidences.Payload}}}","to":{"email":"{{{Confidences.Email}}}"},"message":{"type":"text","text":"{{{new string('x', 2001)}}}"}}""",
        $$$"""{"to":{"email":"{{{Confidences.Email}}}","channelId":"{{{Confidences.Phone}}}"},"message":{"type":"card","title":"{{{Confidences.Payload}}}","actions":[{"type":"openUrl","title":"{{{Confidences.Label}}}","url":"{{{Confidences.Payload}}}"}]}}""",
    ];

    /// <summary>What Genesys posts that nobody asked for, and what nobody can read.</summary>
    public static IEnumerable<string> Webhooks { get; } =
    [
        Webhook("Text", new { text = Confidences.Customer }),
        Webhook("Structured", new { content = new[] { new { contentType = "ButtonResponse", buttonResponse = new { type = "Button", text = Confidences.Label, payload = Confidences.Payload } } } }),
        Webhook("Text", new { text = Confidences.Customer }, time: "2020-01-01T00:00:00.000Z"),
        Webhook(Confidences.Payload, new { text = Confidences.Customer }),
        Confidences.Customer,
        $$"""{"id":"{{Confidences.Customer}}","type":7}""",
        $$"""{"text":"{{Confidences.Customer}}"}""",
    ];

    /// <summary>What Genesys says when it fails: it may say what it was told.</summary>
    public static string Error { get; } = JsonSerializer.Serialize(new { message = $"Cannot send {Confidences.Text} to {Confidences.KnownEmail} by {Confidences.Phone}", code = "bad.request", contextId = "context-of-the-run" });

    private static string Webhook(string type, object said, string? time = null)
    {
        var channel = new
        {
            id = DevelopmentRecipients.IntegrationId,
            messageId = Guid.NewGuid(),
            from = new { id = Confidences.Phone, idType = "Phone", nickname = Confidences.Name, firstName = Confidences.Name },
            time = time ?? TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        var members = JsonSerializer.SerializeToNode(said)!.AsObject();
        members["id"] = Guid.NewGuid();
        members["type"] = type;
        members["direction"] = "Inbound";
        members["channel"] = JsonSerializer.SerializeToNode(channel);
        return members.ToJsonString();
    }
}
