using System.IO.Compression;
using System.Net;
using System.Text;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>How the response of a bot flow to an event is read: with a reply, without one, or not readable.</summary>
public sealed class ReplyReadingTests : IDisposable
{
    private const string Reply = """{"reply":{"type":"text","text":"Thank you"}}""";
    private readonly ProductFixture _product = CallbackFixture.Create();

    private string ReplyId => $"reply-{_product.Flow.Received[0].Event.Id}";

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("<html></html>")]
    [InlineData("'{}'")]
    [InlineData("\"a\\ud800\"")]
    [InlineData("", "application/json")]
    [InlineData(" \r\n", "application/json")]
    [InlineData("\uFEFF", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("true", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("[{\"ok\":true},7]", "application/json")]
    [InlineData("\"reply\"", "application/json")]
    [InlineData("{}")]
    [InlineData("{\"ok\":true}", "application/problem+json")]
    [InlineData("{\"reply\":null}")]
    [InlineData("{\"Reply\":null}")]
    public async Task HandleReply_ResponseWithoutReply_SendsNothing(string response, string contentType = "text/plain")
    {
        await PressAsync(Encoding.UTF8.GetBytes(response), contentType);

        Assert.Empty(_product.Copies());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/json; charset=utf-8")]
    [InlineData(null)]
    public async Task HandleReply_ByteOrderMarkAndWhiteSpace_SendsTheReply(string? contentType)
    {
        await PressAsync(Encoding.UTF8.GetBytes("\uFEFF\r\n\t " + Reply), contentType);

        Assert.Equal(ReplyId, Assert.Single(_product.Copies()).Envelope.Id);
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("{\"reply\":{\"type\":\"text\",\"text\":\"two\nlines\"}}")]
    [InlineData("{\"reply\":{\"type\":\"text\",\"text\":\"x\"},}")]
    [InlineData("{'reply':{'type':'text','text':'x'}}")]
    [InlineData("{reply:{type:'text',text:'x'}}")]
    [InlineData("\uFEFF \r\n{\"reply\":")]
    [InlineData("{\"reply\":{\"type\":\"text\",\"text\":\"x\"}} OK")]
    [InlineData("\"{\\\"reply\\\":{\\\"type\\\":\\\"text\\\",\\\"text\\\":\\\"x\\\"}}\"")]
    [InlineData("\"{\"reply\":{}}\"")]
    [InlineData("[{\"reply\":{\"type\":\"text\",\"text\":\"x\"}}]")]
    [InlineData("[{\"reply\":{}},]")]
    [InlineData("{\"Reply\":{\"type\":\"text\",\"text\":\"x\"}}")]
    [InlineData("OK", "application/json")]
    [InlineData("<html></html>", "Application/JSON; charset=utf-8")]
    [InlineData("reply: x", "text/json")]
    [InlineData("reply: x", "application/vnd.reply+json")]
    [InlineData("'{\"reply\":{}}'", "application/json;")]
    [InlineData("[", "application/json")]
    public async Task HandleReply_UnreadableJson_DeadLettersTheResponse(string response, string contentType = "text/plain")
    {
        await PressAsync(Encoding.UTF8.GetBytes(response), contentType);

        await AssertUnreadableAsync(Encoding.UTF8.GetBytes(response));
    }

    [Theory]
    [InlineData("utf-16", "text/plain")]
    [InlineData("utf-16", "application/json; charset=utf-16")]
    [InlineData("utf-16BE", "application/octet-stream")]
    [InlineData("utf-32", "text/plain")]
    public async Task HandleReply_NotUtf8_DeadLettersTheResponse(string name, string contentType)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (byte[] body in new byte[][] { [.. encoding.GetPreamble(), .. encoding.GetBytes(Reply)], encoding.GetBytes(Reply) })
        {
            using var test = new ReplyReadingTests();
            await test.PressAsync(body, contentType);
            await test.AssertUnreadableAsync(body);
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("OK", 0)]
    public async Task HandleReply_IdentityEncodingWithoutType_IsRead(string prefix, int replies)
    {
        await PressAsync(Encoding.UTF8.GetBytes(prefix + Reply), contentType: null, "identity");

        Assert.Equal(replies, _product.Copies().Count);
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("gzip", "application/json", true)]
    [InlineData("gzip", null, true)]
    [InlineData("br", "application/json", true)]
    [InlineData("gzip", "text/html", false)]
    public async Task HandleReply_CompressedUnasked_DeadLettersTheResponse(string encoding, string? contentType, bool isDeadLetter)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Reply));
        }

        await PressAsync(buffer.ToArray(), contentType, encoding);

        if (isDeadLetter)
        {
            await AssertUnreadableAsync(buffer.ToArray(), encoding);
        }
        else
        {
            Assert.Empty(await _product.DeadLettersAsync());
        }
    }

    [Theory]
    [InlineData("""{"reply":{"type":"text","text":"x"},"reply":{"type":"text","text":"y"}}""")]
    [InlineData("""{"reply":{"type":"text","text":"x","text":"y"}}""")]
    [InlineData("""{"reply":{"type":"text","text":"\ud800"}}""")]
    public async Task HandleReply_AmbiguousJson_DeadLettersTheReply(string response)
    {
        await PressAsync(response);

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal((ReplyId, QueueNames.MessagesDeferred, "SM4105"), (deadLetter.Id, deadLetter.Queue, deadLetter.Code));
        Assert.Contains("approvals", deadLetter.Reason, StringComparison.Ordinal);
        Assert.Empty(_product.Copies());
        Assert.Empty(_product.Callbacks());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
        Assert.Contains(EventIds.ReplyRefused, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(BotFlowClient.MaxResponseBytes, false)]
    [InlineData(BotFlowClient.MaxResponseBytes + 1, true)]
    [InlineData(5 * BotFlowClient.MaxResponseBytes, true)]
    public async Task HandleReply_JsonAbove64KiB_DeadLettersTheFirst64KiB(int length, bool isCut)
    {
        await PressAsync(Reply + new string(' ', length - Reply.Length));

        Assert.Equal(isCut ? ["SM4105"] : [], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(isCut ? 0 : 1, _product.Copies().Count);
        if (isCut)
        {
            Assert.Equal(BotFlowClient.MaxResponseBytes, Encoding.UTF8.GetByteCount(_product.Blobs.Content(ContainerNames.DeadLetters, _product.Blobs.Names(ContainerNames.DeadLetters)[0])));
        }
    }

    [Fact]
    public async Task HandleReply_PageAbove64KiB_SendsNothing()
    {
        await PressAsync($"<html>{new string(' ', BotFlowClient.MaxResponseBytes)}</html>");

        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverAsync_ResponseBodyBreaksOff_Retries()
    {
        _product.Flow.Now((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) }));

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal(2, Assert.Single(_product.Callbacks()).Callback.Attempt);
    }

    public void Dispose() => _product.Dispose();

    private Task PressAsync(string response) => PressAsync(Encoding.UTF8.GetBytes(response), "text/plain");

    private async Task PressAsync(byte[] response, string? contentType, string? encoding = null)
    {
        await _product.SendAsync();
        _product.Flow.Now((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = ContentOf(response, contentType, encoding) }));
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);
    }

    private static ByteArrayContent ContentOf(byte[] body, string? contentType, string? encoding)
    {
        var content = new ByteArrayContent(body);
        foreach (var (name, value) in new[] { ("Content-Type", contentType), ("Content-Encoding", encoding) })
        {
            Assert.True(value is null || content.Headers.TryAddWithoutValidation(name, value));
        }

        return content;
    }

    private async Task AssertUnreadableAsync(byte[] response, string reason = "")
    {
        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal((ReplyId, QueueNames.MessagesDeferred, "SM4105"), (deadLetter.Id, deadLetter.Queue, deadLetter.Code));
        Assert.Contains("approvals", deadLetter.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, deadLetter.Reason, StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(response), _product.Blobs.Content(ContainerNames.DeadLetters, _product.Blobs.Names(ContainerNames.DeadLetters)[0]));
        Assert.Empty(_product.Copies());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
        Assert.Contains(EventIds.ReplyRefused, _product.Log.EventIds);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("cut");
    }
}
