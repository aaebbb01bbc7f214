using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Only webhooks with a signature of their exact bytes are accepted.</summary>
[Trait("Fault", "F12")]
public sealed class ForgedWebhooksTests(ReceiveWebhookTests.Fixture fixture) : IClassFixture<ReceiveWebhookTests.Fixture>
{
    private CallbackSystem Callbacks => fixture.Callbacks;

    [Theory]
    [InlineData(PublishedVector.Signature, 200)]
    [InlineData("sha256=abc2af0b755362d71c79ac7e386e40ffd41043cbe8bf896ca0102aa408c512b3", 401)]
    [InlineData("sha256=upJcMzkPE45ssx7aBYyWg5woWS27AH3p4kz0xrH+Ib4=", 401)]
    [InlineData("sha256=6uB7BCxaqBzyiQv9d6ekG9zOKr2PuzTk2LVnlX+r8Wc=", 401)]
    [InlineData("sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=", 401)]
    [InlineData(PublishedVector.SignatureWithMark, 401)]
    [InlineData("SHA256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=", 401)]
    [InlineData("q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=", 401)]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM", 401)]
    [InlineData("sha256=q8KvC3VTYtcceax-OG5A_9QQQ8vov4lsoBAqpAjFErM=", 401)]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAj!!!!=", 401)]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=AAAA", 401)]
    [InlineData("sha256=", 401)]
    [InlineData("", 401)]
    public async Task ReceiveWebhook_PublishedVector_IsAcceptedWithItsSignatureOnly(string signature, int status)
    {
        Assert.Equal(369, PublishedVector.Body.Length);
        await AssertReceivedAsync(PublishedVector.Body, [signature], status);
    }

    [Fact]
    public async Task ReceiveWebhook_ChangedBytes_Is401()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. PublishedVector.Body];
        await AssertReceivedAsync(marked, [PublishedVector.SignatureWithMark], 200);
        await AssertReceivedAsync(marked, [PublishedVector.Signature], 401);
        await AssertReceivedAsync([.. PublishedVector.Body, (byte)'\n'], [PublishedVector.Signature], 401);
    }

    [Fact]
    public async Task ReceiveWebhook_NotExactlyOneSignature_Is401()
    {
        await AssertReceivedAsync(PublishedVector.Body, [], 401);
        await AssertReceivedAsync(PublishedVector.Body, [PublishedVector.Signature, PublishedVector.Signature], 401);
        await AssertReceivedAsync(PublishedVector.Body, [PublishedVector.Signature, "sha256=other"], 401);
        await AssertReceivedAsync(PublishedVector.Body, [$"{PublishedVector.Signature}, {PublishedVector.Signature}"], 401);
    }

    [Fact]
    public async Task ReceiveWebhook_ReorderedJson_Is401()
    {
        var members = JsonDocument.Parse(PublishedVector.Text).RootElement.EnumerateObject().Reverse().ToDictionary(member => member.Name, member => member.Value);

        await AssertReceivedAsync(JsonSerializer.SerializeToUtf8Bytes(members), [PublishedVector.Signature], 401);
    }

    [Fact]
    public async Task ReceiveWebhook_HeaderNameInLowerCase_Is200()
    {
        await Callbacks.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        var before = Counts();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Callbacks.Bridge.Functions.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        byte[] request =
        [
            .. Encoding.ASCII.GetBytes($"POST /api/webhooks/genesys HTTP/1.1\r\nhost: localhost\r\nx-hub-signature-256: {PublishedVector.Signature}\r\ncontent-length: {PublishedVector.Body.Length}\r\n\r\n"),
            .. PublishedVector.Body,
        ];
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);

        using var response = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await response.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal((before.Received + 1, before.Kept + 1), Counts());
    }

    private async Task AssertReceivedAsync(byte[] body, string[] signatures, int status)
    {
        // A duplicate of an earlier webhook is requeued while the first is being delivered.
        await Callbacks.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        var (received, kept) = Counts();

        Assert.Equal(status, await Callbacks.ReceiveAsync(body, signatures));

        Assert.Equal(status == 200 ? (received + 1, kept + 1) : (received, kept), Counts());
    }

    private (int Received, int Kept) Counts() => (
        Callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived),
        Callbacks.Bridge.StorageRequests.Puts.Count(put => put.Queue == QueueNames.Callbacks));
}
