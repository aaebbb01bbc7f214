using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Sizes and incomplete bodies of webhooks.</summary>
public sealed class ReceiveWebhookTests(ReceiveWebhookTests.Fixture fixture) : IClassFixture<ReceiveWebhookTests.Fixture>
{
    private const int MaxBody = 512 * 1024;

    private CallbackSystem Callbacks => fixture.Callbacks;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReceiveWebhook_LargestBody_ArrivesWhole(bool isChunked)
    {
        var id = $"large-{isChunked}";
        var empty = CallbackSystem.Inbound(id, string.Empty);
        var text = new string('x', MaxBody - empty.Length);
        var body = CallbackSystem.Inbound(id, text);
        Assert.Equal(MaxBody, body.Length);
        var before = Callbacks.Flow.Deliveries.Count;

        Assert.Equal(200, await PostAsync(body, isChunked));

        await Callbacks.Flow.WaitAsync(before + 1);
        Assert.Equal(text, Callbacks.Flow.Deliveries[^1].Text("text"));
        DeliveryVerifier.AssertValid([Callbacks.Flow.Deliveries[^1]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReceiveWebhook_BodyAboveTheLimit_Is413(bool isChunked)
    {
        var body = new byte[MaxBody + 1];
        body.AsSpan().Fill((byte)' ');

        Assert.Equal(413, await PostAsync(body, isChunked));
        // Logged once a minute.
        Assert.Contains(EventIds.WebhookTooLarge, Callbacks.Bridge.Log.EventIds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReceiveWebhook_IncompleteBody_IsNotAccepted(bool ends)
    {
        var before = Callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Callbacks.Bridge.Functions.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/webhooks/genesys HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: {PublishedVector.Signature}\r\nContent-Length: {PublishedVector.Body.Length + 1}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await stream.WriteAsync(PublishedVector.Body, TestContext.Current.CancellationToken);
        if (ends)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        // While the rest of the body is missing, host or function respond before Genesys times out, with a status after which Genesys repeats the webhook.
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        var status = await StatusLineAsync(stream, timeout.Token);
        Assert.True(ends ? status is null || IsServerError(status) : IsServerError(status), status);
        Assert.Equal(before, Callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived));
    }

    // Null where the connection was closed or reset instead.
    private static async Task<string?> StatusLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            using var response = new StreamReader(stream);
            return await response.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task<int> PostAsync(byte[] body, bool isChunked)
    {
        using var request = CallbackSystem.Request(body, ReceivedWebhook.Sign(body));
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await Callbacks.Bridge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal CallbackSystem Callbacks { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var flow = await TestFlow.StartAsync();
            Callbacks = await CallbackSystem.StartAsync(
                flow, ("BotFlows:default:Url", flow.Url.ToString()), ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName), ("Callbacks:DeliveryTimeout", "00:00:10"), ("Callbacks:Lease", "00:00:15"));
        }

        public ValueTask DisposeAsync() => Callbacks.DisposeAsync();
    }

    private static bool IsServerError(string? statusLine) => statusLine?.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) == true;
}
