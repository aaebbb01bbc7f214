using System.Net;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Messages, events, edits, deletions and receipts that the control API lets the platform post.</summary>
public sealed class PlatformActionTests
{
    private const string Attachment =
        """{"contentType":"Attachment","attachment":{"id":"a","mediaType":"Image","url":"https://example.com/a.png","mime":"image/png","filename":"a.png","contentSizeBytes":1234} }""";

    private const string Card = """{"contentType":"Card","card":{"title":"T","actions":[{"type":"Postback","text":"Yes","payload":"y"}]} }""";

    /// <summary>Body, type of the webhook, what the phone shows.</summary>
    public static TheoryData<string, string, string> Messages => new()
    {
        { """{"text":"One\r\nTwo"}""", "Text", "One\r\nTwo" },
        { $$"""{"content":[{{Attachment}}]}""", "Text", "(Image: a.png)" },
        { $$"""{"text":"Look","content":[{{Attachment}}],"originatingEntity":"Bot","metadata":{"a":"b"} }""", "Text", "Look" },
        { $$"""{"text":"Pick","content":[{{TestBotMessages.QuickReply()}}]}""", "Structured", "Pick" },
        { $$"""{"content":[{{Card}}]}""", "Structured", "T" },
        { """{"content":[{"contentType":"QuickReplyV2","quickReplyV2":{"title":"P","actions":[{"text":"Yes","payload":"y"}]} }]}""", "Structured", "(QuickReplyV2)" },
        { """{"content":[{"contentType":"DatePicker","datePicker":{"title":"When?","availableTimes":[{"dateTime":"2026-05-30T12:00:00.000Z","duration":1800}]} }]}""", "Structured", "(DatePicker)" },
        { """{"text":"From me","direction":"Inbound"}""", "Text", "From me" },
    };

    [Theory]
    [MemberData(nameof(Messages), DisableDiscoveryEnumeration = true)]
    public async Task Message_AnyContent_IsPostedAndShown(string body, string type, string shown)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await ActAsync(fixture, "message", body);
        var received = await fixture.Receiver.NextAsync();

        Assert.Equal(ReceivedWebhook.Sign(received.Body), received.Signature);
        var (json, given) = (received.Json, JsonElement.Parse(body));
        Assert.Equal(type, json.Text("type"));
        Assert.All(given.EnumerateObject(), member => Assert.True(JsonElement.DeepEquals(member.Value, json.GetProperty(member.Name)), member.Name));
        var message = Assert.Single(await fixture.Simulator.MessagesAsync());
        Assert.Equal((json.Text("id"), json.Text("direction")), (message.Text("id"), message.Text("direction")));
        Assert.Equal(shown, message.List("display")[0].GetString());
    }

    [Theory]
    [InlineData("""[{"eventType":"Typing","typing":{"type":"On","duration":5000}}]""")]
    [InlineData("""[{"eventType":"Presence","presence":{"type":"Disconnect"}}]""")]
    public async Task Message_Events_ArePostedAndNotShown(string events)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await ActAsync(fixture, "message", $$"""{"events":{{events}} }""");
        var json = (await fixture.Receiver.NextAsync()).Json;

        Assert.Equal("Event", json.Text("type"));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(events), json.GetProperty("events")));
        Assert.Empty(await fixture.Simulator.MessagesAsync());
    }

    [Fact]
    public async Task Message_EditAndDeletion_KeepTheIdAndSayWhen()
    {
        await using var fixture = await WebhookFixture.StartAsync();
        await ActAsync(fixture, "message", """{"text":"Frist"}""");
        var first = (await fixture.Receiver.NextAsync()).Json;
        await ActAsync(fixture, "message", $$"""{"text":"First","edits":"{{first.Text("id")}}"}""");
        var edit = (await fixture.Receiver.NextAsync()).Json;
        await ActAsync(fixture, "message", $$"""{"deletes":"{{first.Text("id")}}"}""");
        var deletion = (await fixture.Receiver.NextAsync()).Json;

        Assert.All([edit, deletion], json => Assert.Equal((first.Text("id"), Channel(first, "time")), (json.Text("id"), Channel(json, "time"))));
        Assert.Equal(("First", true, false), (edit.Text("text"), Has(edit, "dateModified"), Has(edit, "dateDeleted")));
        Assert.Equal((false, true), (Has(deletion, "dateModified"), Has(deletion, "dateDeleted")));
        Assert.False(deletion.TryGetProperty("text", out _));
        Assert.Equal("(deleted)", Assert.Single(await fixture.Simulator.MessagesAsync()).List("display")[0].GetString());

        static string? Channel(JsonElement json, string name) => json.GetProperty("channel").Text(name);
        static bool Has(JsonElement json, string name) => json.GetProperty("channel").TryGetProperty(name, out _);
    }

    [Theory]
    [InlineData("""[{"code":"MessageExpired","message":"Too late"}]""")]
    [InlineData("""[{"message":"No code"}]""")]
    [InlineData("""[{"code":null,"message":"Null"}]""")]
    [InlineData("""{"code":131047,"message":"Alone, with a number"}""")]
    [InlineData("\"a text\"")]
    public async Task Receipt_ReasonsInAnyForm_ArePostedAsGiven(string reasons)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Text);
        await ActAsync(fixture, "receipt", $$"""{"messageId":"{{messageId}}","status":"Failed","reasons":{{reasons}},"isFinalReceipt":false}""");
        var receipt = (await fixture.Receiver.NextAsync()).Json;

        Assert.Equal((messageId, "Receipt", "Failed"), (receipt.Text("id"), receipt.Text("type"), receipt.Text("status")));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(reasons), receipt.GetProperty("reasons")));
        Assert.False(receipt.GetProperty("isFinalReceipt").GetBoolean());
    }

    [Theory]
    [InlineData("Sent")]
    [InlineData("Delivered")]
    [InlineData("Read")]
    [InlineData("Published")]
    [InlineData("Removed")]
    public async Task Receipt_OtherStatus_IsPostedWithoutFinality(string status)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await fixture.SendAsync(TestMessages.Text);
        await ActAsync(fixture, "receipt", $$"""{"messageId":"{{messageId}}","status":"{{status}}"}""");
        var receipt = (await fixture.Receiver.NextAsync()).Json;

        Assert.Equal(status, receipt.Text("status"));
        Assert.False(receipt.TryGetProperty("isFinalReceipt", out _));
    }

    [Theory]
    [InlineData("message", "{}", 400)]
    [InlineData("message", """{"text":"a","direction":"Up"}""", 400)]
    [InlineData("message", """{"text":"a","deletes":"b"}""", 400)]
    [InlineData("message", """{"text":"a","edits":"6b1f7a52-0d0e-4c7b-9f2e-5f0c2f7f1a02"}""", 404)]
    [InlineData("message", """{"content":[{}]}""", 400)]
    [InlineData("message", """{"content":[{"contentType":"Card","card":{}}]}""", 400)]
    [InlineData("receipt", """{"messageId":"m","status":"Failed"}""", 404)]
    [InlineData("receipt", """{"messageId":"m","status":"Seen"}""", 400)]
    public async Task MessageOrReceipt_InvalidRequest_ReturnsErrorMessage(string operation, string json, int status)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        using var response = await fixture.Simulator.ControlAsync(HttpMethod.Post, $"conversations/{WebhookFixture.Recipient}/{operation}", json);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await response.JsonAsync()).Text("error"));
        Assert.Empty(await fixture.WebhooksAsync());
    }

    private static async Task ActAsync(WebhookFixture fixture, string operation, string json)
    {
        using var response = await fixture.Simulator.ControlAsync(HttpMethod.Post, $"conversations/{WebhookFixture.Recipient}/{operation}", json);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, (await response.JsonAsync()).GetRawText());
    }
}
