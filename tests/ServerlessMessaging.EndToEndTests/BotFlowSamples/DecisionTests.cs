using System.Net;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

public sealed class DecisionTests
{
    private const string Postback = "serverlessmessaging.postback.v1";
    private static readonly object Accepted = new { @event = "approval", status = "accepted" };

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_PressOrText_RepliesWithTheDecision(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        (string Type, object Data, string Reply)[] table =
        [
            (Postback, new { payload = Accepted, requestId = "invoice-1001" }, "Thank you: request invoice-1001 is approved."),
            (Postback, new { payload = Accepted }, "Thank you: your request is approved."),
            (Postback, new { payload = "I reject this request.", rawPayload = "I reject this request.", requestId = "invoice-1001" }, "Understood: request invoice-1001 is rejected."),
            (Postback, new { payload = new { status = "REJECTED" }, rawPayload = """{"status":"REJECTED"}""" }, "Understood: your request is rejected."),
            (Postback, new { payload = "call:morning", rawPayload = "call:morning", title = "Morning" }, "Thank you, we got: Morning"),
            (Postback, new { payload = new { @event = "approval", status = "later" }, rawPayload = "{}", title = "Später" }, "Thank you, we got: Später"),
            (Postback, new { payload = 7, text = "Seven" }, "Thank you, we got: Seven"),
            (Postback, "no object", "Thank you, we got: your reply"),
            ("serverlessmessaging.text.v1", new { text = "Hello?" }, "Please use the buttons: Approve or Reject."),
        ];
        for (var row = 0; row < table.Length; row++)
        {
            Assert.Equal(table[row].Reply, await flow.ReplyAsync(SignedEvent.Create(table[row].Type, table[row].Data, $"event-{row}")));
        }
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_OtherTypes_AreLoggedWithoutAReply(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        foreach (var kind in new[] { "receipt", "send", "message", "unheard-of" })
        {
            var response = await flow.SendAsync(SignedEvent.Create($"serverlessmessaging.{kind}.v1", new { requestId = "invoice-1001" }, kind), "/any/path");

            Assert.Equal((HttpStatusCode.NoContent, ""), response);
            Assert.Equal($"serverlessmessaging.{kind}.v1 {kind} request=invoice-1001", await flow.Process.LineAsync());
        }
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_DuplicateEvent_GetsTheSameReplyAndIsMarked(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        var pressed = SignedEvent.Create(Postback, new { payload = Accepted, requestId = "invoice-1001" });

        var first = await flow.ReplyAsync(pressed);
        var second = await flow.ReplyAsync(pressed);

        Assert.Equal("Thank you: request invoice-1001 is approved.", first);
        Assert.Equal(first, second);
        const string Line = """serverlessmessaging.postback.v1 event-1 request=invoice-1001 payload={"event":"approval","status":"accepted"}""";
        Assert.Equal(Line, await flow.Process.LineAsync());
        Assert.Equal($"{Line} (again)", await flow.Process.LineAsync());
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_ThousandEvents_AreRemembered(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        for (var number = 0; number <= 1000; number++)
        {
            await flow.SendAsync(SignedEvent.Create("serverlessmessaging.send.v1", new { }, $"{number}"));
        }

        await flow.SendAsync(SignedEvent.Create("serverlessmessaging.send.v1", new { }, "1"));
        await flow.SendAsync(SignedEvent.Create("serverlessmessaging.send.v1", new { }, "0"));

        for (var number = 0; number <= 1000; number++)
        {
            await flow.Process.LineAsync();
        }

        Assert.Equal("serverlessmessaging.send.v1 1 (again)", await flow.Process.LineAsync());
        Assert.Equal("serverlessmessaging.send.v1 0", await flow.Process.LineAsync());
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_ControlCharacters_AreEscapedInTheLog(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);

        await flow.SendAsync(SignedEvent.Create(Postback, new { payload = "a\u001b[2J\u009b\u202e\r\nb", requestId = "x payload=y\n" }));

        Assert.Equal(
            """serverlessmessaging.postback.v1 event-1 request="x payload=y\n" payload="a\u001b[2J\u009b\u202e\r\nb" """.TrimEnd(),
            await flow.Process.LineAsync(),
            ignoreCase: true);
    }
}
