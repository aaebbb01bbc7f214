using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Malformed JSON at every entry point: refused or dead-lettered at once, and not retried.</summary>
[Trait("Fault", "F16")]
public sealed class MalformedInputTests(MalformedInputTests.Fixture fixture) : IClassFixture<MalformedInputTests.Fixture>
{
    private const string HttpPlace = "/message/actions/0/payload";

    // The malformed value, from its own depth.
    private static readonly Dictionary<string, (Func<int, byte[]> Value, string Code)> Inputs = new()
    {
        ["malformed"] = (_ => "{\"a\":}"u8.ToArray(), "SM1001"),
        ["33 levels"] = (depth => Nested(33 - depth), "SM1005"),
        ["65 levels"] = (depth => Nested(65 - depth), "SM1005"),
        ["a member twice"] = (_ => "{\"a\":1,\"a\":2}"u8.ToArray(), "SM1003"),
        ["half a surrogate pair"] = (_ => "\"\\ud800\""u8.ToArray(), "SM1006"),
        ["an escaped NUL"] = (_ => "\"a\\u0000b\""u8.ToArray(), "SM1006"),
        ["a bare NUL"] = (_ => "\"a\0b\""u8.ToArray(), "SM1001"),
        ["no UTF-8"] = (_ => [(byte)'"', 0xFF, 0xFE, (byte)'"'], "SM1006"),
    };

    public static TheoryData<string> Names => [.. Inputs.Keys];

    /// <summary>The inputs that a queue message can hold without base64.</summary>
    public static TheoryData<string> Texts => [.. Inputs.Keys.Except(["a bare NUL", "no UTF-8"])];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendMessage_MalformedBody_Is400WithItsPlace(string name)
    {
        var content = new ByteArrayContent(Request(name)) { Headers = { ContentType = new("application/json") } };

        var response = await fixture.Callbacks.Bridge.PostAsync("/api/messages", content);

        Assert.Equal((400, Inputs[name].Code), (response.Status, response.Code));
        Assert.StartsWith(HttpPlace, Assert.Single(response.Json.GetProperty("errors").EnumerateArray()).GetProperty("pointer").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendQueuedMessage_MalformedBody_IsADeadLetterAtTheFirstDelivery(string name)
    {
        var deadLetter = await DeadLetterAsync(() => fixture.Callbacks.Bridge.Storage.EnqueueAsync(Convert.ToBase64String(Request(name))));

        Assert.Equal((QueueNames.Messages, Inputs[name].Code), (deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("code").GetString()));
        await AssertNotTriedAgainAsync(QueueNames.Messages);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task SendDeferredMessage_MalformedBody_IsADeadLetterAtTheFirstDelivery(string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = $$"""{"v":1,"content":{"id":"copy-{{Guid.NewGuid():N}}","attempt":1,"acceptedAt":"{{now:O}}","expiresAt":"{{now.AddHours(1):O}}"},"payload":"{{Convert.ToBase64String(Request(name))}}"}""";

        var deadLetter = await DeadLetterAsync(() => fixture.Callbacks.Bridge.Storage.EnqueueAsync(text, QueueNames.MessagesDeferred));

        Assert.Equal(QueueNames.MessagesDeferred, deadLetter.GetProperty("queue").GetString());
        await AssertNotTriedAgainAsync(QueueNames.MessagesDeferred);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ReceiveWebhook_MalformedSignedBody_Is200AndADeadLetter(string name)
    {
        byte[] body = [.. "{\"id\":\"m-1\",\"type\":\"Text\",\"direction\":\"Inbound\",\"x\":"u8, .. Inputs[name].Value(1), (byte)'}'];

        var deadLetter = await DeadLetterAsync(async () => Assert.Equal(200, await fixture.Callbacks.ReceiveSignedAsync(body)));

        Assert.Equal((QueueNames.Callbacks, "SM2301"), (deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("code").GetString()));
        await AssertNotTriedAgainAsync(QueueNames.Callbacks);
        Assert.Empty(fixture.Callbacks.Flow.Deliveries);
    }

    private static byte[] Request(string name) =>
    [
        .. "{\"to\":{\"email\":\"recipient@example.com\"},\"message\":{\"type\":\"card\",\"title\":\"Card\",\"actions\":[{\"type\":\"postBack\",\"title\":\"Go\",\"payload\":"u8,
        .. Inputs[name].Value(4),
        .. "}]}}"u8,
    ];

    private static byte[] Nested(int levels) => Encoding.ASCII.GetBytes(new string('[', levels) + new string(']', levels));

    private async Task<JsonElement> DeadLetterAsync(Func<Task> action)
    {
        var bridge = fixture.Callbacks.Bridge;
        var before = await bridge.DeadLettersAsync();
        await action();
        await bridge.Log.WaitAsync(EventIds.DeadLettered, before.Count + 1);
        return Assert.Single((await bridge.DeadLettersAsync()).ExceptBy(before.Select(deadLetter => deadLetter.GetRawText()), deadLetter => deadLetter.GetRawText()));
    }

    private async Task AssertNotTriedAgainAsync(string queue)
    {
        await fixture.Callbacks.Bridge.Storage.WaitUntilEmptyAsync(queue);
        Assert.Equal(0, await fixture.Callbacks.Bridge.Storage.CountAsync($"{queue}-poison"));
        Assert.DoesNotContain(EventIds.LastDeliveryFailed, fixture.Callbacks.Bridge.Log.EventIds);
        Assert.Empty(await fixture.Callbacks.Bridge.Control.PostsAsync());
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal CallbackSystem Callbacks { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Callbacks = await CallbackSystem.StartAsync();

        public ValueTask DisposeAsync() => Callbacks.DisposeAsync();
    }
}
