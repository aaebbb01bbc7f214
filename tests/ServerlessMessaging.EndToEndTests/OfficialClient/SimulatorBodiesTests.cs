using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.OfficialClient;

/// <summary>Genesys' official client uses the simulator, and what the simulator writes has the form that Genesys declares.</summary>
public sealed class SimulatorBodiesTests : IAsyncLifetime
{
    private const string Customer = "customer-7";

    private const string CustomerContact = $"customer:{Customer}";

    private const string Reasons = """[{"code":"GeneralError","message":"No"},{"message":"A reason without a code"}]""";

    // Nothing listens there; the posts are recorded all the same.
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/hook");

    private GenesysSimulator _simulator = null!;
    private SimulatorControl _control = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new SimulatorOptions { Port = 0, VaultPort = 0, WebhookUrl = Nowhere, OwnMessages = OwnMessages.All, Facade = true, Receipts = ReceiptMode.Failed };
        _simulator = await GenesysSimulator.StartAsync(options, TestContext.Current.CancellationToken);
        _control = new(_simulator.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public async Task OfficialClient_SendsAndReports_ReadsDeclaredResponses()
    {
        var sent = await CallAsync(SendAgentless(), SendBot(Replies), SendBot(Card));
        var messageId = sent[0].GetProperty("body").Text("id");
        var receipts = await CallAsync(Receipt(messageId, "Delivered"), Receipt(messageId, "Failed", JsonElement.Parse(Reasons)), Receipt("unknown", "Delivered"));

        Assert.Equal(["Delivered", "Failed", "Failed"], receipts.Select(receipt => receipt.GetProperty("body").Text("status")));
        await Declarations.AssertMatchAsync(
        [
            .. sent.Zip(new[] { "AgentlessResponse", "BotResponse", "BotResponse" }, (response, type) => Declarations.Body(type, response.GetProperty("body"))),
            .. receipts.Select(receipt => Declarations.Body("ReceiptResponse", receipt.GetProperty("body"))),
        ]);
    }

    [Fact]
    public async Task OfficialClient_InvalidRequest_ReadsErrorBody()
    {
        var response = Assert.Single(await CallAsync(Call("ConversationsApi", "postConversationsMessagesAgentless", new { fromAddress = "i" })));

        var error = response.GetProperty("error");
        Assert.Equal((400, "bad.request"), (error.GetProperty("status").GetInt32(), error.Text("code")));
        await Declarations.AssertMatchAsync([Declarations.Body("ErrorBody", error)]);
    }

    [Fact]
    public async Task Webhooks_OfEveryKind_MatchDeclarations()
    {
        var sent = await CallAsync(SendAgentless(), SendBot(Replies), SendBot(Card));
        var messageId = sent[0].GetProperty("body").Text("id");
        await _control.PressAsync(TestBotMessages.Contact, sent[1].GetProperty("body").Text("messageId"), "Mon");
        await _control.PressAsync(TestBotMessages.Contact, sent[2].GetProperty("body").Text("messageId"), "Yes");
        await _control.SayAsync(CustomerContact, "Hello");
        foreach (var message in new[]
        {
            """{"text":"From an agent","metadata":{"a":"b"}}""",
            """{"text":"A file","content":[{"contentType":"Attachment","attachment":{"id":"a","mediaType":"File","url":"https://example.com/a.pdf","mime":"application/pdf","filename":"a.pdf","sha256":"0","contentSizeBytes":1}}]}""",
            """{"content":[{"contentType":"QuickReplyV2","quickReplyV2":{"title":"P","actions":[{"text":"Yes","payload":"y"}]}}],"originatingEntity":"Bot"}""",
            """{"content":[{"contentType":"DatePicker","datePicker":{"title":"When?","availableTimes":[{"dateTime":"2026-05-30T12:00:00.000Z","duration":1800}]}}]}""",
            """{"events":[{"eventType":"Typing","typing":{"type":"On","duration":5000}}]}""",
            """{"events":[{"eventType":"Presence","presence":{"type":"Disconnect"}}]}""",
            $$"""{"text":"Edited","edits":"{{messageId}}"}""",
            $$"""{"deletes":"{{messageId}}"}""",
        })
        {
            await _control.ActAsync(CustomerContact, "message", JsonElement.Parse(message));
        }

        foreach (var status in new[] { "Sent", "Delivered", "Read", "Failed", "Published", "Removed" })
        {
            object receipt = status == "Failed" ? new { messageId, status, reasons = JsonElement.Parse(Reasons), isFinalReceipt = false } : new { messageId, status };
            await _control.ActAsync(CustomerContact, "receipt", receipt);
        }

        var webhooks = await _control.WebhooksAsync();
        Assert.Equal(3 + 3 + 3 + 8 + 6, webhooks.Count);
        await Declarations.AssertMatchAsync([.. webhooks.Select(webhook => new WireBody("Webhook", webhook.Text("body")))]);
    }

    [Fact]
    public async Task ConnectorMessages_TextAndPress_MatchDeclarations()
    {
        await _control.SettingsAsync(new { connectorUrl = Nowhere });
        var sent = Assert.Single(await CallAsync(SendBot(Card)));
        await _control.PressAsync(TestBotMessages.Contact, sent.GetProperty("body").Text("messageId"), "Yes");
        await _control.SayAsync(TestBotMessages.Contact, "Hello");

        var posts = (await _control.WebhooksAsync()).Where(webhook => webhook.Text("type") == "BotConnector").ToList();
        Assert.Equal(2, posts.Count);
        await Declarations.AssertMatchAsync([.. posts.Select(post => new WireBody("ConnectorMessage", post.Text("body")))]);
    }

    private static string Card => TestBotMessages.CardContent(TestBotMessages.Postback("Yes", "y"));

    private static string Replies => TestBotMessages.Structured(TestBotMessages.QuickReply(), ""","text":"Pick" """);

    private static object SendAgentless() => Call("ConversationsApi", "postConversationsMessagesAgentless", new
    {
        fromAddress = DevelopmentRecipients.IntegrationId,
        toAddress = Customer,
        toAddressMessengerType = "open",
        textBody = "One\r\nTwo",
    });

    private static object SendBot(string body) => Call("IntegrationsApi", "postIntegrationsBotconnectorsOutgoingMessages", JsonElement.Parse(body));

    private static object Receipt(string id, string status, JsonElement? reasons = null)
    {
        var channel = new { to = new { id = Customer, idType = "Opaque" }, time = "2026-01-02T03:04:05.678Z" };
        return Call(
            "ConversationsApi",
            "postConversationsMessageInboundOpenReceipt",
            DevelopmentRecipients.IntegrationId,
            reasons is null ? new { id, channel, status } : new { id, channel, status, reasons });
    }

    private static object Call(string api, string method, params object[] arguments) => new { api, method, arguments };

    private async Task<IReadOnlyList<JsonElement>> CallAsync(params object[] calls) =>
    [
        .. (await NodeScript.RunAsync("call.mjs", new
        {
            address = _simulator.Address,
            clientId = DevelopmentValues.ClientId,
            clientSecret = DevelopmentValues.ClientSecret,
            calls,
        })).EnumerateArray(),
    ];
}
