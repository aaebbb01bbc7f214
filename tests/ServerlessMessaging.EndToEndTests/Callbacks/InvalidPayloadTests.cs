using System.Text;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Invalid webhooks and queue messages become dead letters with a reason and block no others.</summary>
public sealed class InvalidPayloadTests(InvalidPayloadTests.Fixture fixture) : IClassFixture<InvalidPayloadTests.Fixture>
{
    private static readonly string Old = $$$"""{"id":"old","type":"Text","direction":"Inbound","text":"Hi","channel":{"time":"{{{TimeProvider.System.GetUtcNow().AddDays(-15):O}}}"}}""";

    public static TheoryData<byte[], string> Bodies => new()
    {
        { [], "SM2301" },
        { Encoding.UTF8.GetBytes("no JSON"), "SM2301" },
        { Encoding.UTF8.GetBytes("{\"type\":\"Text\""), "SM2301" },
        { Encoding.UTF8.GetBytes("[1,2]"), "SM2301" },
        { Encoding.UTF8.GetBytes("null"), "SM2301" },
        { Encoding.UTF8.GetBytes("{}"), "SM2301" },
        { Encoding.UTF8.GetBytes("{\"type\":\"Text\",\"type\":\"Receipt\"}"), "SM2301" },
        { Encoding.UTF8.GetBytes($"{{\"type\":\"Text\",\"x\":{new string('[', 100)}{new string(']', 100)}}}"), "SM2301" },
        { [0xFF, 0xFE, 0x00, 0x7B], "SM2301" },
        { Encoding.UTF8.GetBytes(Old), "SM2302" },
    };

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task ReceiveWebhook_UnusableSignedBody_Is200AndADeadLetter(byte[] body, string code)
    {
        var before = await fixture.Callbacks.Bridge.DeadLettersAsync();
        Assert.Equal(200, await fixture.Callbacks.ReceiveSignedAsync(body));
        await fixture.Callbacks.Bridge.Log.WaitAsync(EventIds.DeadLettered, before.Count + 1);

        var deadLetter = Assert.Single((await fixture.Callbacks.Bridge.DeadLettersAsync()).ExceptBy(before.Select(one => one.GetRawText()), one => one.GetRawText()));
        Assert.Equal((code, QueueNames.Callbacks), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString()));
        Assert.NotEmpty(deadLetter.GetProperty("reason").GetString()!);
        Assert.Empty(fixture.Callbacks.Flow.Deliveries);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payload":"not base64!"}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payloadHash":"../../dead-letters/invoice-1001"}""")]
    [InlineData("""{"v":1,"content":{"kind":"webhook","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payloadHash":"0000000000000000000000000000000000000000000000000000000000000000"}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payload":"bnVsbA=="}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payload":"e30="}""")]
    [InlineData("""{"v":1,"content":{"kind":"send","receivedAt":"2026-11-22T00:00:00Z","attempt":1},"payload":"cnViYmlzaA=="}""")]
    public async Task DeliverCallback_InvalidEnvelope_BecomesADeadLetter(string text)
    {
        var before = await fixture.Callbacks.Bridge.DeadLettersAsync();
        await fixture.Callbacks.Bridge.Storage.EnqueueAsync(text, QueueNames.Callbacks);
        await fixture.Callbacks.Bridge.Log.WaitAsync(EventIds.DeadLettered, before.Count + 1);
        await fixture.Callbacks.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);

        Assert.Equal(before.Count + 1, (await fixture.Callbacks.Bridge.DeadLettersAsync()).Count);
        Assert.Empty(fixture.Callbacks.Flow.Deliveries);
    }

    [Fact]
    public async Task ReceiveWebhook_TypingEvent_IsIgnored()
    {
        var before = fixture.Callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookIgnored);
        await fixture.Callbacks.ReceiveSignedAsync("{\"id\":\"e-1\",\"type\":\"Event\",\"events\":[{\"eventType\":\"Typing\"}],\"direction\":\"Outbound\"}"u8.ToArray());
        await fixture.Callbacks.Bridge.Log.WaitAsync(EventIds.WebhookIgnored, before + 1);

        Assert.Empty(fixture.Callbacks.Flow.Deliveries);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal CallbackSystem Callbacks { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Callbacks = await CallbackSystem.StartAsync();

        public ValueTask DisposeAsync() => Callbacks.DisposeAsync();
    }
}
