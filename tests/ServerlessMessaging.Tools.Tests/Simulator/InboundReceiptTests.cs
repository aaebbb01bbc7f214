using System.Net;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Receipts that the channel reports to the platform.</summary>
public sealed class InboundReceiptTests
{
    private const string Path = $"/api/v2/conversations/messages/{DevelopmentRecipients.IntegrationId}/inbound/open/receipt";

    [Theory]
    [InlineData("Delivered", "")]
    [InlineData("Failed", ""","reasons":[{"code":"GeneralError","message":"No"}],"isFinalReceipt":false""")]
    public async Task PostReceipt_KnownMessage_ReturnsItNormalized(string status, string members)
    {
        await using var fixture = await WebhookFixture.StartAsync();
        var messageId = await SendAsync(fixture);
        using var response = await fixture.Simulator.PostAsync(Path, Receipt(messageId, status, members));
        var receipt = await response.JsonAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((messageId, "Receipt", status, "Outbound"), (receipt.Text("id"), receipt.Text("type"), receipt.Text("status"), receipt.Text("direction")));
        Assert.Equal(members.Length == 0, receipt.GetProperty("isFinalReceipt").GetBoolean());
        Assert.Equal(members.Length > 0, receipt.TryGetProperty("reasons", out _));
        var channel = receipt.GetProperty("channel");
        Assert.Equal(("c-42", DevelopmentRecipients.IntegrationId), (channel.GetProperty("to").Text("id"), channel.GetProperty("from").Text("id")));
        Assert.Empty(await fixture.WebhooksAsync());
    }

    [Fact]
    public async Task PostReceipt_UnknownMessage_Returns200WithFailedReceipt()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(Path, Receipt("unknown", "Delivered"));
        var receipt = await response.JsonAsync();

        Assert.Equal((HttpStatusCode.OK, "Failed"), (response.StatusCode, receipt.Text("status")));
        Assert.Equal("UnknownMessage", Assert.Single(receipt.List("reasons")).Text("code"));
    }

    [Theory]
    [InlineData("Read", "", "status")]
    [InlineData("Delivered", ""","reasons":[{"message":"No"}]""", "reasons")]
    [InlineData("Failed", ""","reasons":[{"code":"GeneralError"}]""", "reasons[0].message")]
    [InlineData("Failed", ""","direction":"Outbound" """, "direction")]
    public async Task PostReceipt_Invalid_Returns400WithField(string status, string members, string field)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(Path, Receipt("m", status, members));

        var body = await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request");
        Assert.Equal(field, Assert.Single(body.List("details")).Text("fieldName"));
    }

    [Fact]
    public async Task PostReceipt_ScopeMissing_Returns403()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var change = await simulator.ControlAsync(HttpMethod.Put, $"clients/{DevelopmentValues.ClientId}", """{"scopes":["conversation:message:create"]}""");
        using var response = await simulator.PostAsync(Path, Receipt("m", "Delivered"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static Task<string> SendAsync(WebhookFixture fixture) => fixture.SendAsync(
        RunningSimulator.AgentlessPath,
        $$"""{"fromAddress":"{{DevelopmentRecipients.IntegrationId}}","toAddress":"c-42","toAddressMessengerType":"open","textBody":"Hi"}""",
        "customer:c-42");

    private static string Receipt(string id, string status, string members = "") =>
        $$"""{"id":"{{id}}","channel":{"to":{"id":"c-42","idType":"Opaque"},"time":"2026-01-02T03:04:05.678Z"},"status":"{{status}}"{{members}}}""";
}
