using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Requests and webhooks of sensitive values only.</summary>
internal static class SensitiveRequests
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private static readonly object Card = new
    {
        type = "card",
        title = SensitiveValues.Title,
        subtitle = SensitiveValues.Subtitle,
        image = new { url = SensitiveValues.Url, altText = SensitiveValues.Label },
        actions = new object[]
        {
            new { type = "postBack", title = "Approve", payload = new { action = "approve", note = SensitiveValues.Payload } },
            new { type = "imBack", title = SensitiveValues.Label, payload = SensitiveValues.Payload },
            new { type = "openUrl", title = SensitiveValues.Label, url = SensitiveValues.Url },
        },
    };

    private static readonly object[] Messages =
    [
        new { type = "text", text = SensitiveValues.Text },
        Card,
        new { type = "quickReplies", text = SensitiveValues.Text, replies = new[] { new { text = SensitiveValues.Label, value = SensitiveValues.Payload } } },
        new { type = "carousel", cards = new[] { new { title = SensitiveValues.Title }, new { title = SensitiveValues.Title } } },
    ];

    private static readonly object[] Recipients =
    [
        new { email = SensitiveValues.KnownEmail },
        new { email = SensitiveValues.Email },
        new { channelId = $"user:{SensitiveValues.Phone}" },
        new { conversation = new { id = DevelopmentRecipients.MessengerConversation, channelId = DevelopmentRecipients.MessengerChannel, providerId = DevelopmentRecipients.MessengerProvider } },
        new { customer = new { id = SensitiveValues.Phone, integrationId = DevelopmentRecipients.IntegrationId } },
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
        JsonSerializer.Serialize(new { id, to = new { email = SensitiveValues.KnownEmail }, message = Card, replyTo, sendAt }, WithoutNulls);

    /// <summary>Invalid bodies of each kind.</summary>
    public static IEnumerable<string> Wrong { get; } =
    [
        SensitiveValues.Text,
        $$"""{"to":{"email":"{{SensitiveValues.Email}}"},"message":{"type":"text","text":"{{SensitiveValues.Payload}}""",
        $$"""{"to":{"email":"{{SensitiveValues.Email}}"},"message":{"type":"text","text":7},"{{SensitiveValues.Payload}}":1}""",
        $$$"""{"to":{"email":"{{{SensitiveValues.Email}}}"},"message":{"type":"{{{SensitiveValues.Payload}}}","text":"{{{SensitiveValues.Payload}}}"}}""",
        $$$"""{"id":"{{{SensitiveValues.Payload}}}","to":{"email":"{{{SensitiveValues.Email}}}"},"message":{"type":"text","text":"{{{new string('x', 2001)}}}"}}""",
        $$$"""{"to":{"email":"{{{SensitiveValues.Email}}}","channelId":"{{{SensitiveValues.Phone}}}"},"message":{"type":"card","title":"{{{SensitiveValues.Payload}}}","actions":[{"type":"openUrl","title":"{{{SensitiveValues.Label}}}","url":"{{{SensitiveValues.Payload}}}"}]}}""",
    ];

    /// <summary>Webhooks without an earlier message, and invalid ones.</summary>
    public static IEnumerable<string> Webhooks { get; } =
    [
        Webhook("Text", new { text = SensitiveValues.Customer }),
        Webhook("Structured", new { content = new[] { new { contentType = "ButtonResponse", buttonResponse = new { type = "Button", text = SensitiveValues.Label, payload = SensitiveValues.Payload } } } }),
        Webhook("Text", new { text = SensitiveValues.Customer }, time: "2020-01-01T00:00:00.000Z"),
        Webhook(SensitiveValues.Payload, new { text = SensitiveValues.Customer }),
        SensitiveValues.Customer,
        $$"""{"id":"{{SensitiveValues.Customer}}","type":7}""",
        $$"""{"text":"{{SensitiveValues.Customer}}"}""",
    ];

    /// <summary>The error of Genesys, which may repeat values of the request.</summary>
    public static string Error { get; } = JsonSerializer.Serialize(new { message = $"Cannot send {SensitiveValues.Text} to {SensitiveValues.KnownEmail} by {SensitiveValues.Phone}", code = "bad.request", contextId = "context-of-the-run" });

    /// <summary>A refusal because the OAuth client lacks a permission.</summary>
    public static string AccessError { get; } = Error.Replace("bad.request", "missing.permissions", StringComparison.Ordinal);

    private static string Webhook(string type, object content, string? time = null)
    {
        var channel = new
        {
            id = DevelopmentRecipients.IntegrationId,
            messageId = Guid.NewGuid(),
            from = new { id = SensitiveValues.Phone, idType = "Phone", nickname = SensitiveValues.Name, firstName = SensitiveValues.Name },
            time = time ?? TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        var members = JsonSerializer.SerializeToNode(content)!.AsObject();
        members["id"] = Guid.NewGuid();
        members["type"] = type;
        members["direction"] = "Inbound";
        members["channel"] = JsonSerializer.SerializeToNode(channel);
        return members.ToJsonString();
    }
}
