using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Characters of several UTF-16 units or code points: counted as documented, carried and signed unchanged.</summary>
[Trait("Fault", "F18")]
public sealed class UnicodeTests(UnicodeTests.Fixture fixture) : IClassFixture<UnicodeTests.Fixture>
{
    private const int MaxTextLength = 2000;
    private const int MaxPayloadLength = 2048;

    private static readonly Dictionary<string, string> Characters = new()
    {
        ["emoji"] = "😀",
        ["family"] = "👨\u200d👩\u200d👧\u200d👦",
        ["flag"] = "🇩🇪",
        ["right to left"] = "\u202eשלום\u202c",
        ["combined"] = "e\u0301",
        ["four bytes"] = "𠜎",
    };

    public static TheoryData<string> Names => [.. Characters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendMessage_TextOfCombinedCharacters_IsCountedInUtf16AndArrivesWhole(string name)
    {
        var text = Fill(Characters[name], MaxTextLength);

        var sent = await fixture.Callbacks.Bridge.SendAsync(Text($"text-{Characters.Keys.ToList().IndexOf(name)}", text));
        var refused = await fixture.Callbacks.Bridge.SendAsync(Text("too-long", text + "a"));

        Assert.Equal(200, sent.Status);
        Assert.Equal(text, (await fixture.Callbacks.Bridge.Control.MessagesAsync())[^1].GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal((422, "SM1109"), (refused.Status, refused.Json.GetProperty("errors")[0].GetProperty("code").GetString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task DeliverCallback_PayloadOfCombinedCharacters_IsUnchangedAndSigned(string name)
    {
        var payload = Fill(Characters[name], MaxPayloadLength);
        var id = $"card-{Characters.Keys.ToList().IndexOf(name)}";
        var before = fixture.Callbacks.Flow.Deliveries.Count;
        var sent = await fixture.Callbacks.Bridge.SendAsync(JsonSerializer.Serialize(new
        {
            id,
            to = new { email = "recipient@example.com" },
            message = new { type = "card", title = Characters[name], actions = new[] { new { type = "postBack", title = "Go", payload } } },
            replyTo = "approvals",
        }));
        Assert.True(sent.Status == 200, sent.ToString());

        await fixture.Callbacks.Bridge.Control.PressAsync(sent.Json.GetProperty("messageId").GetString()!, "Go");

        var delivery = (await fixture.Callbacks.Flow.WaitAsync(before + 1))[^1];
        Assert.Equal((id, payload), (delivery.Text("requestId"), delivery.Text("rawPayload")));
        DeliveryVerifier.AssertValid([delivery]);
    }

    private static string Fill(string characters, int units) => string.Concat(Enumerable.Repeat(characters, units / characters.Length)).PadLeft(units, '.');

    private static string Text(string id, string text) => JsonSerializer.Serialize(new { id, to = new { email = "recipient@example.com" }, message = new { type = "text", text } });

    public sealed class Fixture : IAsyncLifetime
    {
        internal CallbackSystem Callbacks { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Callbacks = await CallbackSystem.StartAsync();

        public ValueTask DisposeAsync() => Callbacks.DisposeAsync();
    }
}
