using System.Net;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class EventRulesTests
{
    private const string Url = """{"type":"url","text":"A","url":"https://example.com"}""";

    /// <summary>Event and error message.</summary>
    public static TheoryData<string, string> InvalidCases => new()
    {
        { "7", "'[0]' must be an object" },
        { "{}", "Missing required member '[0].type'" },
        { """{"type":"receive"}""", "Invalid event type" },
        { """{"type":"send"}""", "Missing required member '[0].externalConversationReference'" },
        { $$"""{"type":"send","externalConversationReference":{{TestEvents.ToMessenger}}}""", "Missing required member '[0].content'" },
        { $$"""{"type":"send","content":[],"externalConversationReference":{{TestEvents.ToMessenger}}}""", "'[0].content' must be an object" },
        { $$"""{"type":"send","content":{},"externalConversationReference":{{TestEvents.ToMessenger}},"id":"1"}""", "Unknown member '[0].id'" },
        { TestEvents.Text(to: """{"channelId":"c","providerId":"p"}"""), "Missing required member '[0].externalConversationReference.id'" },
        { TestEvents.Text(to: """{"id":"i","providerId":"p"}"""), "Missing required member '[0].externalConversationReference.channelId'" },
        { TestEvents.Text(to: """{"id":"i","channelId":"c"}"""), "Missing required member '[0].externalConversationReference.providerId'" },
        { TestEvents.Text(to: """{"id":"i","channelId":"c","providerId":"p","x":1}"""), "Unknown member '[0].externalConversationReference.x'" },

        { TestEvents.Event("{}"), "Missing required member '[0].content.type'" },
        { TestEvents.Event("""{"type":"card"}"""), "Invalid content type" },
        { TestEvents.Event("""{"type":"text"}"""), "Missing required member '[0].content.text'" },
        { TestEvents.Event("""{"type":"text","text":"a","bold":true}"""), "Unknown member '[0].content.bold'" },
        { TestEvents.Text(new string('x', 2001)), "Text exceeds maximum length" },

        { TestEvents.Event("""{"type":"template"}"""), "Missing required member '[0].content.templateType'" },
        { TestEvents.Event("""{"type":"template","template_type":"generic"}"""), "Missing required member '[0].content.templateType'" },
        { TestEvents.Event("""{"type":"template","templateType":"quickReply"}"""), "Invalid template" },
        { TestEvents.QuickReplies(0), "messenger takes 1 to 3 quick replies" },
        { TestEvents.QuickReplies(4), "messenger takes 1 to 3 quick replies" },
        { TestEvents.QuickReplies(14, TestEvents.ToInstagram), "instagram takes 1 to 13 quick replies" },
        { TestEvents.QuickReplies(Url), "Invalid button type" },
        { TestEvents.QuickReplies("""{"type":"button","text":"A","url":"https://example.com"}"""), "Missing required member '[0].content.buttons[0].value'" },
        { TestEvents.QuickReplies(TestEvents.Button("A", new string('x', 2049))), "Payload exceeds maximum length" },
        { QuickReply("""[]"""), "A quick reply template takes exactly one text" },
        { QuickReply("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]"""), "A quick reply template takes exactly one text" },
        { QuickReply("""[{"type":"image","text":"a"}]"""), "Invalid content type" },
        { QuickReply("""[{"type":"text","text":"a","bold":true}]"""), "Unknown member '[0].content.content[0].bold'" },
        { QuickReply($$"""[{"type":"text","text":"{{new string('x', 2001)}}"}]"""), "Text exceeds maximum length" },
        { QuickReply("""[{"type":"text","text":"a"}],"cards":[]"""), "Unknown member '[0].content.cards'" },

        { TestEvents.Cards("carousel"), "A carousel takes 1 to 10 cards" },
        { TestEvents.Cards("carousel", Enumerable.Repeat(TestEvents.Card(), 11)), "A carousel takes 1 to 10 cards" },
        { TestEvents.Cards("generic"), "A generic template takes 1 to 10 cards" },
        { TestEvents.Cards("generic", Enumerable.Repeat(TestEvents.Card(), 11)), "A generic template takes 1 to 10 cards" },
        { TestEvents.Event("""{"type":"template","templateType":"carousel"}"""), "Missing required member '[0].content.cards'" },
        { TestEvents.Event("""{"type":"template","templateType":"carousel","cards":[{"type":"card","title":"T"}],"buttons":[]}"""), "Unknown member '[0].content.buttons'" },

        { TestEvents.Cards("generic", """{"type":"basic","title":"T"}"""), "Invalid card type" },
        { TestEvents.Cards("generic", """{"type":"card"}"""), "Missing required member '[0].content.cards[0].title'" },
        { TestEvents.Cards("generic", $$"""{"type":"card","title":"{{new string('x', 201)}}"}"""), "Title exceeds maximum length" },
        { TestEvents.Cards("generic", TestEvents.Card(""","cardType":"basic" """)), "Unknown member '[0].content.cards[0].cardType'" },
        { TestEvents.Cards("generic", TestEvents.Card(""","subtitle":null""")), "'[0].content.cards[0].subtitle' must be a string" },
        { TestEvents.Cards("generic", TestEvents.Card(""","image":{"url":"http://example.com/a.png"}""")), "'[0].content.cards[0].image.url' must be an absolute https URL" },
        { TestEvents.Cards("generic", TestEvents.Card(""","image":{"url":"https://example.com/a.png","altText":"a"}""")), "Unknown member '[0].content.cards[0].image.altText'" },
        { TestEvents.Buttons(Url, Url, Url, Url), "A card takes at most 3 buttons" },

        { TestEvents.Buttons("""{"type":"postBack","text":"A","value":"v"}"""), "Invalid button type" },
        { TestEvents.Buttons("""{"type":"button","value":"v"}"""), "Missing required member '[0].content.cards[0].buttons[0].text'" },
        { TestEvents.Buttons("""{"type":"button","text":"A"}"""), "Missing required member '[0].content.cards[0].buttons[0].value'" },
        { TestEvents.Buttons("""{"type":"button","text":"A","value":{"event":"a"}}"""), "'[0].content.cards[0].buttons[0].value' must be a string" },
        { TestEvents.Buttons("""{"type":"button","text":"A","value":"v","url":"https://example.com"}"""), "Unknown member '[0].content.cards[0].buttons[0].value'" },
        { TestEvents.Buttons("""{"type":"button","text":"A","url":"http://example.com"}"""), "'[0].content.cards[0].buttons[0].url' must be an absolute https URL" },
        { TestEvents.Buttons("""{"type":"url","text":"A"}"""), "Missing required member '[0].content.cards[0].buttons[0].url'" },
        { TestEvents.Buttons("""{"type":"url","text":"A","url":"https://"}"""), "'[0].content.cards[0].buttons[0].url' must be an absolute https URL" },
        { TestEvents.Buttons("""{"type":"url","text":"A","url":"https://example.com","value":"v"}"""), "Unknown member '[0].content.cards[0].buttons[0].value'" },
        { TestEvents.Buttons(TestEvents.Button(new string('x', 81))), "Label exceeds maximum length" },
        { TestEvents.Buttons(TestEvents.Button("A", new string('x', 2049))), "Payload exceeds maximum length" },
    };

    [Theory]
    [MemberData(nameof(InvalidCases), DisableDiscoveryEnumeration = true)]
    public async Task SendEvents_InvalidEvent_ReturnsItsError(string item, string message)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, TestEvents.List(item));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var error = Assert.Single((await response.JsonAsync()).EnumerateArray()).GetProperty("error");
        Assert.Equal(("bad.request", message), (error.Text("code"), error.Text("message")));
        Assert.Empty(await simulator.MessagesAsync(TestEvents.Messenger));
        Assert.Empty(await simulator.MessagesAsync(TestEvents.Instagram));
    }

    [Fact]
    public async Task SendEvents_ValuesAtLimits_AreAccepted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, TestEvents.List(
            TestEvents.Text(new string('x', 2000)),
            TestEvents.QuickReplies(1),
            TestEvents.QuickReplies(3),
            TestEvents.QuickReplies(13, TestEvents.ToInstagram),
            TestEvents.Cards("generic", $$"""{"type":"card","title":"{{new string('x', 200)}}"}"""),
            TestEvents.Cards("generic", TestEvents.Card(""","buttons":[]""")),
            TestEvents.Cards("generic", Enumerable.Repeat(TestEvents.Card(), 10)),
            TestEvents.Cards("carousel", TestEvents.Card()),
            TestEvents.Cards("carousel", Enumerable.Repeat(TestEvents.Card(), 10)),
            TestEvents.Buttons(Url, Url, Url),
            TestEvents.Buttons(TestEvents.Button(new string('x', 80), new string('x', 2048)))));

        Assert.All((await response.JsonAsync()).EnumerateArray(), item => Assert.NotEmpty(item.Text("id")));
    }

    [Fact]
    public async Task SendEvents_LinkAsUrlOrButton_IsAccepted()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, TestEvents.List(TestEvents.Cards("generic", TestEvents.Card(
            """
            ,"subtitle":"S","image":{"url":"https://example.com/a.png"},"buttons":[{"type":"button","text":"Approve","value":"{\"a\":1}"},
            {"type":"url","text":"View","url":"https://example.com/1"},{"type":"button","text":"Pay","url":"https://example.com/2"}]
            """))));

        var message = Assert.Single(await simulator.MessagesAsync(TestEvents.Messenger));
        Assert.Equal(
            ["T", "S", "(image: https://example.com/a.png)", "[Approve]", "[View] https://example.com/1", "[Pay] https://example.com/2"],
            message.List("display").Select(line => line.GetString()!));
        var view = Assert.Single(message.List("view"));
        Assert.Equal("carousel", view.Text("type"));
        Assert.Equal("""{"a":1}""", view.List("cards")[0].List("actions")[0].Text("payload"));
    }

    private static string QuickReply(string content) => TestEvents.Event(
        $$"""{"type":"template","templateType":"quick_reply","buttons":[{{TestEvents.Button("A")}}],"content":{{content}}}""");
}
