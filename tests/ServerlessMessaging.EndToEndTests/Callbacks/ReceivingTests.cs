using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessMessaging.EndToEndTests.Simulator;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Which posts are taken as webhooks of Genesys.</summary>
public sealed class ReceivingTests(ReceivingTests.Receiver receiver) : IClassFixture<ReceivingTests.Receiver>
{
    private const int Largest = 512 * 1024;
    private const string Good = "sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=";
    private const string WithMark = "sha256=CP6LetLU+etnCBJ8D6N39z/r/XqXm4s+GxHZvqvd9pI=";

    // The published vector: 369 bytes of UTF-8.
    private static readonly byte[] Vector = Encoding.UTF8.GetBytes(
        """{"id":"m-1","channel":{"id":"11111111-1111-1111-1111-111111111111","platform":"Open","type":"Private","messageId":"m-1","to":{"id":"user-1","idType":"Opaque"},"from":{"nickname":"Int","id":"11111111-1111-1111-1111-111111111111","idType":"Opaque"},"time":"2026-01-02T03:04:05.678Z"},"type":"Text","text":"héllo + <b>","originatingEntity":"Human","direction":"Outbound"}""");

    private CallbackScene Scene => receiver.Scene;

    [Theory]
    [InlineData(Good, 200)]
    [InlineData("sha256=abc2af0b755362d71c79ac7e386e40ffd41043cbe8bf896ca0102aa408c512b3", 401)]
    [InlineData("sha256=upJcMzkPE45ssx7aBYyWg5woWS27AH3p4kz0xrH+Ib4=", 401)]
    [InlineData("sha256=6uB7BCxaqBzyiQv9d6ekG9zOKr2PuzTk2LVnlX+r8Wc=", 401)]
    [InlineData("sha256=Jx6OF0M5P0lKtFZnVTQ1ariGSZWokXw7kWLZvL7kt7g=", 401)]
    [InlineData(WithMark, 401)]
    [InlineData("SHA256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=", 401)]
    [InlineData("q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=", 401)]
    [InlineData("sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM", 401)]
    [InlineData("sha256=", 401)]
    public async Task The_vector_is_taken_with_its_signature_only(string signature, int status)
    {
        Assert.Equal(369, Vector.Length);
        await AssertReceivedAsync(Vector, [signature], status);
    }

    [Fact]
    public async Task Every_byte_counts_the_first_and_the_last_too()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Vector];
        await AssertReceivedAsync(marked, [WithMark], 200);
        await AssertReceivedAsync(marked, [Good], 401);
        await AssertReceivedAsync([.. Vector, (byte)'\n'], [Good], 401);
    }

    [Fact]
    public async Task There_must_be_exactly_one_signature()
    {
        await AssertReceivedAsync(Vector, [], 401);
        await AssertReceivedAsync(Vector, [Good, Good], 401);
        await AssertReceivedAsync(Vector, [Good, "sha256=other"], 401);
        await AssertReceivedAsync(Vector, [$"{Good}, {Good}"], 401);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_largest_body_arrives_whole(bool isChunked)
    {
        var id = $"large-{isChunked}";
        var empty = CallbackScene.Inbound(id, string.Empty);
        var text = new string('x', Largest - empty.Length);
        var body = CallbackScene.Inbound(id, text);
        Assert.Equal(Largest, body.Length);
        var before = Scene.Flow.Deliveries.Count;

        Assert.Equal(200, await PostAsync(body, isChunked));

        await Scene.Flow.WaitAsync(before + 1);
        Assert.Equal(text, Scene.Flow.Deliveries[^1].Text("text"));
        await DeliveryJudge.AssertGoodAsync([Scene.Flow.Deliveries[^1]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_byte_more_is_too_much(bool isChunked)
    {
        var before = Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookTooLarge);
        var body = new byte[Largest + 1];
        body.AsSpan().Fill((byte)' ');

        Assert.Equal(413, await PostAsync(body, isChunked));
        Assert.Equal(before + 1, Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookTooLarge));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_does_not_come_whole_is_not_taken(bool ends)
    {
        var before = Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Scene.Bridge.Functions.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/webhooks/genesys HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: {Good}\r\nContent-Length: {Vector.Length + 1}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await stream.WriteAsync(Vector, TestContext.Current.CancellationToken);
        if (ends)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        // Where it only stays away, the answer comes before Genesys' patience ends.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var status = await StatusLineAsync(stream, patience.Token);
        Assert.True(ends ? status is null or "HTTP/1.1 503 Service Unavailable" : status is "HTTP/1.1 503 Service Unavailable", status);
        Assert.Equal(before, Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived));
    }

    // Null where the connection was ended or reset instead.
    private static async Task<string?> StatusLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = new StreamReader(stream);
            return await answer.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<int> PostAsync(byte[] body, bool isChunked)
    {
        using var request = CallbackScene.Request(body, ReceivedWebhook.Sign(body));
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await Scene.Bridge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private async Task AssertReceivedAsync(byte[] body, string[] signatures, int status)
    {
        var (received, refused) = Counts();
        Assert.Equal(status, await Scene.ReceiveAsync(body, signatures));
        Assert.Equal(status == 200 ? (received + 1, refused) : (received, refused + 1), Counts());
    }

    private (int Received, int Refused) Counts()
    {
        var ids = Scene.Bridge.Log.EventIds;
        return (ids.Count(id => id == EventIds.WebhookReceived), ids.Count(id => id == EventIds.WebhookRefused));
    }

    public sealed class Receiver : IAsyncLifetime
    {
        internal CallbackScene Scene { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var flow = await TestFlow.StartAsync();
            Scene = await CallbackScene.StartAsync(
                flow, ("BotFlows:default:Url", flow.Url.ToString()), ("BotFlows:default:SecretName", CallbackScene.FlowSecretName), ("Callbacks:DeliveryTimeout", "00:00:10"), ("Callbacks:Lease", "00:00:15"));
        }

        public ValueTask DisposeAsync() => Scene.DisposeAsync();
    }
}
