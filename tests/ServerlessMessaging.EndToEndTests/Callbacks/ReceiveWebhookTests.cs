using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Which posts are taken as webhooks of Genesys.</summary>
public sealed class ReceiveWebhookTests(ReceiveWebhookTests.Receiver receiver) : IClassFixture<ReceiveWebhookTests.Receiver>
{
    private const int Largest = 512 * 1024;

    private CallbackSystem Scene => receiver.Scene;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReceiveWebhook_LargestBody_ArrivesWhole(bool isChunked)
    {
        var id = $"large-{isChunked}";
        var empty = CallbackSystem.Inbound(id, string.Empty);
        var text = new string('x', Largest - empty.Length);
        var body = CallbackSystem.Inbound(id, text);
        Assert.Equal(Largest, body.Length);
        var before = Scene.Flow.Deliveries.Count;

        Assert.Equal(200, await PostAsync(body, isChunked));

        await Scene.Flow.WaitAsync(before + 1);
        Assert.Equal(text, Scene.Flow.Deliveries[^1].Text("text"));
        DeliveryVerifier.AssertValid([Scene.Flow.Deliveries[^1]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReceiveWebhook_BodyAboveTheLimit_Is413(bool isChunked)
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
    public async Task ReceiveWebhook_IncompleteBody_IsNotAccepted(bool ends)
    {
        var before = Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Scene.Bridge.Functions.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /api/webhooks/genesys HTTP/1.1\r\nHost: localhost\r\nX-Hub-Signature-256: {PublishedVector.Signature}\r\nContent-Length: {PublishedVector.Body.Length + 1}\r\n\r\n"),
            TestContext.Current.CancellationToken);
        await stream.WriteAsync(PublishedVector.Body, TestContext.Current.CancellationToken);
        if (ends)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        // Where it only stays away, host or function respond before Genesys' time-out, with a status that Genesys repeats.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var status = await StatusLineAsync(stream, patience.Token);
        Assert.True(ends ? status is null || IsServerError(status) : IsServerError(status), status);
        Assert.Equal(before, Scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived));
    }

    // Null where the connection was ended or reset instead.
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
        using var response = await Scene.Bridge.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public sealed class Receiver : IAsyncLifetime
    {
        internal CallbackSystem Scene { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var flow = await TestFlow.StartAsync();
            Scene = await CallbackSystem.StartAsync(
                flow, ("BotFlows:default:Url", flow.Url.ToString()), ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName), ("Callbacks:DeliveryTimeout", "00:00:10"), ("Callbacks:Lease", "00:00:15"));
        }

        public ValueTask DisposeAsync() => Scene.DisposeAsync();
    }

    private static bool IsServerError(string? statusLine) => statusLine?.StartsWith("HTTP/1.1 5", StringComparison.Ordinal) == true;
}
