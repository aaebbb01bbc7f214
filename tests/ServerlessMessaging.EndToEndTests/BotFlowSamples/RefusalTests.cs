using System.Net;
using System.Text;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

public sealed class RefusalTests
{
    private const string OtherSecret = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWY=";
    private static readonly SignedEvent Text = SignedEvent.Create("serverlessmessaging.text.v1", new { text = "Hello" });

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_InvalidSignature_Is401WithoutABody(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        SignedEvent[] refused =
        [
            Text with { SigningSecret = OtherSecret },
            Text with { Age = TimeSpan.FromMinutes(6) },
            Text with { Age = TimeSpan.FromMinutes(-6) },
            Text with { SentBody = [.. Text.Body, (byte)' '] },
            Text with { WithoutHeader = "webhook-id" },
            Text with { WithoutHeader = "webhook-timestamp" },
            Text with { WithoutHeader = "webhook-signature" },
        ];
        foreach (var one in refused)
        {
            Assert.Equal((HttpStatusCode.Unauthorized, ""), await flow.SendAsync(one));
        }

        foreach (var age in new[] { 4, -4 })
        {
            Assert.Equal(HttpStatusCode.OK, (await flow.SendAsync(Text with { Age = TimeSpan.FromMinutes(age) })).Status);
        }
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_MalformedHeaders_Is401(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        (string Name, string Value)[] malformed =
        [
            ("webhook-timestamp", "soon"),
            ("webhook-timestamp", "-1"),
            ("webhook-timestamp", "99999999999999999999"),
            ("webhook-signature", "v1,"),
            ("webhook-signature", "v1,!!! v1 , ,"),
            ("webhook-signature", Text.Headers()["webhook-signature"].Split("v1,")[1]),
        ];
        foreach (var (name, value) in malformed)
        {
            using var request = Text.Request();
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);

            Assert.Equal((HttpStatusCode.Unauthorized, ""), await flow.SendAsync(request));
        }
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_EitherSecretOfARotation_Is200(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample, $"{OtherSecret} {SignedEvent.Secret}");

        Assert.Equal(HttpStatusCode.OK, (await flow.SendAsync(Text)).Status);
        Assert.Equal(HttpStatusCode.OK, (await flow.SendAsync(Text with { SigningSecret = OtherSecret })).Status);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_InvalidPayload_Is400(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);
        SignedEvent[] invalid =
        [
            SignedEvent.WithBody(""),
            SignedEvent.WithBody("no JSON"),
            SignedEvent.WithBody("null"),
            SignedEvent.WithBody("[]"),
            SignedEvent.WithBody("\"event-1\""),
            SignedEvent.WithBody("""{"id":"event-1"}"""),
            SignedEvent.WithBody("""{"specversion":"0.3","id":"event-1","type":"t","source":"/s"}"""),
            SignedEvent.WithBody("""{"specversion":"1.0","id":"event-1","type":7,"source":"/s"}"""),
            SignedEvent.WithBody("""{"specversion":"1.0","id":"event-1","type":"t","source":""}"""),
            SignedEvent.WithBody("\uFEFF" + Encoding.UTF8.GetString(Text.Body)),
            SignedEvent.WithBody($$"""{"specversion":"1.0","id":"event-1","type":"t","source":"/s","data":{"payload":{{new string('[', 100_000)}}{{new string(']', 100_000)}} } }"""),
            new SignedEvent("event-1", [.. Text.Body[..^3], 0xC3, .. Text.Body[^3..]]),
            Text with { ContentType = "application/json" },
            new SignedEvent("event-2", Text.Body),
        ];
        foreach (var one in invalid)
        {
            var (status, body) = await flow.SendAsync(one);

            Assert.True((status, body) == (HttpStatusCode.BadRequest, ""), $"{status} {body} for {Encoding.UTF8.GetString(one.Body, 0, Math.Min(one.Body.Length, 100))}");
        }

        Assert.Equal(HttpStatusCode.OK, (await flow.SendAsync(Text with { ContentType = "application/cloudevents+json; charset=utf-8" })).Status);
        Assert.Empty(flow.Process.Errors);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_HalfASurrogatePair_Is200(string sample)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);

        var response = await flow.SendAsync(SignedEvent.WithBody(
            """{"specversion":"1.0","id":"event-1","type":"serverlessmessaging.postback.v1","source":"/s","data":{"payload":"\ud83d","rawPayload":"\ud83d","requestId":"\ud83d","title":"\ud83d"}}"""));

        Assert.True(response.Status == HttpStatusCode.OK, $"{response.Status} {flow.Process.Errors}");
        Assert.EndsWith("""payload="\ud83d" """.TrimEnd(), await flow.Process.LineAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task HandleEvent_BodyAboveTheLimit_Is413(string sample)
    {
        const int MaxBody = 512 * 1024;
        await using var flow = await RunningBotFlow.StartAsync(sample);
        var emptyLength = SignedEvent.Create("serverlessmessaging.text.v1", new { text = "" }).Body.Length;

        var largest = await flow.SendAsync(SignedEvent.Create("serverlessmessaging.text.v1", new { text = new string('a', MaxBody - emptyLength) }));
        var tooLarge = await flow.SendAsync(SignedEvent.Create("serverlessmessaging.text.v1", new { text = new string('a', MaxBody - emptyLength + 1) }));

        Assert.Equal(HttpStatusCode.OK, largest.Status);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, ""), tooLarge);
        Assert.Equal(HttpStatusCode.OK, (await flow.SendAsync(Text)).Status);
    }
}
