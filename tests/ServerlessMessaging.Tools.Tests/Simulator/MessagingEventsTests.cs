using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class MessagingEventsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task SendEvents_ValidEvents_AreDeliveredAndReturnedInOrder()
    {
        await using var simulator = await StartAsync();
        var responses = await SendAsync(simulator, TestEvents.Text("1"), TestEvents.Text("2", TestEvents.ToInstagram), TestEvents.Text("3"));

        var messenger = await simulator.MessagesAsync(TestEvents.Messenger);
        var instagram = Assert.Single(await simulator.MessagesAsync(TestEvents.Instagram));
        Assert.All(responses, response => Assert.Equal(["id"], response.EnumerateObject().Select(member => member.Name)));
        Assert.Equal(responses.Select(response => response.Text("id")), [messenger[0].Text("id"), instagram.Text("id"), messenger[1].Text("id")]);
        Assert.Equal(["1", "3"], messenger.Select(Display));
        Assert.Equal("2", Display(instagram));
    }

    [Fact]
    public async Task SendEvents_RecipientOfTheTutorial_IsDelivered()
    {
        await using var simulator = await StartAsync();
        await SendAsync(simulator, TestEvents.QuickReplies(2, TestEvents.ToTutorial));

        Assert.Single(await simulator.MessagesAsync(TestEvents.Tutorial));
    }

    [Fact]
    public async Task SendEvents_OneInvalid_DeliversOthers()
    {
        await using var simulator = await StartAsync();
        var responses = await SendAsync(simulator, TestEvents.Text("1"), "7", TestEvents.Text("3"));

        Assert.Equal([true, false, true], responses.Select(response => response.TryGetProperty("id", out _)));
        Assert.Equal(["error"], responses[1].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["code", "message"], responses[1].GetProperty("error").EnumerateObject().Select(member => member.Name));
        Assert.Equal(["1", "3"], (await simulator.MessagesAsync(TestEvents.Messenger)).Select(Display));
    }

    [Theory]
    [InlineData("", "The request body is empty")]
    [InlineData("{", "The request body is not valid JSON")]
    [InlineData("{}", "The request body must be a list of events")]
    [InlineData("null", "The request body must be a list of events")]
    [InlineData("[]", "The list of events must not be empty")]
    [InlineData("""[{"type":"send","type":"send"}]""", "Duplicate member 'type'")]
    public async Task SendEvents_BodyNotEventList_Returns400(string json, string message)
    {
        await using var simulator = await StartAsync();
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, json);

        await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", message);
    }

    [Fact]
    public async Task SendEvents_MoreThanFifty_Returns400()
    {
        await using var simulator = await StartAsync();
        var fifty = await SendAsync(simulator, [.. Enumerable.Repeat(TestEvents.Text(), 50)]);
        using var more = await simulator.PostAsync(RunningSimulator.EventsPath, TestEvents.List(Enumerable.Repeat(TestEvents.Text(), 51)));

        Assert.Equal(50, fifty.Select(response => response.Text("id")).Distinct().Count());
        await more.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request", "A request takes at most 50 events");
        Assert.Equal(50, (await simulator.MessagesAsync(TestEvents.Messenger)).Count);
    }

    [Theory]
    [InlineData("""{"id":"conversation-1","channelId":"messenger-channel","providerId":"smoke"}""", "Provider not found")]
    [InlineData("""{"id":"conversation-1","channelId":"smoke","providerId":"messenger"}""", "Channel not found")]
    [InlineData("""{"id":"conversation-2","channelId":"instagram-channel","providerId":"messenger"}""", "Channel not found")]
    [InlineData("""{"id":"smoke","channelId":"messenger-channel","providerId":"messenger"}""", "Conversation not found")]
    [InlineData("""{"id":"conversation-2","channelId":"messenger-channel","providerId":"messenger"}""", "Conversation not found")]
    [InlineData("""{"id":"Conversation-1","channelId":"messenger-channel","providerId":"messenger"}""", "Conversation not found")]
    public async Task SendEvents_ConversationUnknown_ReturnsNotFoundError(string to, string message)
    {
        await using var simulator = await StartAsync();
        var response = Assert.Single(await SendAsync(simulator, TestEvents.Text(to: to)));

        Assert.Equal(("not.found", message), Error(response));
    }

    [Fact]
    public async Task SendEvents_OutsideTwentyFourHourWindow_ReturnsError()
    {
        await using var simulator = await StartAsync();
        var closed = Assert.Single(await SendAsync(simulator, TestEvents.Text(to: TestEvents.ToClosed)));
        _clock.Advance(TimeSpan.FromHours(24));
        var inTime = Assert.Single(await SendAsync(simulator, TestEvents.Text()));
        _clock.Advance(TimeSpan.FromTicks(1));
        var late = Assert.Single(await SendAsync(simulator, TestEvents.Text()));
        using var cleared = await simulator.ControlAsync(HttpMethod.Delete, "state");
        var again = Assert.Single(await SendAsync(simulator, TestEvents.Text()));
        var stillClosed = Assert.Single(await SendAsync(simulator, TestEvents.Text(to: TestEvents.ToClosed)));

        Assert.All([closed, late, stillClosed], response =>
        {
            var (code, message) = Error(response);
            Assert.Equal("bad.request", code);
            Assert.Contains("outside the 24-hour window", message, StringComparison.Ordinal);
        });
        Assert.All([inTime, again], response => Assert.NotEmpty(response.Text("id")));
        Assert.Empty(await simulator.MessagesAsync(TestEvents.Closed));
        Assert.Single(await simulator.MessagesAsync(TestEvents.Messenger));
    }

    [Fact]
    public async Task GetConversations_AfterTemplateEvent_ShowsContactAndContent()
    {
        const string Content = """{"type":"template","templateType":"quick_reply","content":[{"type":"text","text":"Pick one"}],"buttons":[{"type":"button","text":"Yes","value":"y"}]}""";
        await using var simulator = await StartAsync();
        await SendAsync(simulator, TestEvents.Event(Content));

        var conversation = (await simulator.ConversationAsync(TestEvents.Messenger))!.Value;
        var message = Assert.Single(conversation.List("messages"));
        Assert.Equal("conversation", conversation.GetProperty("contact").Text("kind"));
        Assert.Equal("messenger conversation-1", conversation.GetProperty("contact").Text("name"));
        Assert.Equal("On the channel messenger-channel", conversation.GetProperty("contact").Text("address"));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(TestEvents.ToMessenger), conversation.GetProperty("conversation")));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Content), message.GetProperty("content")));
        Assert.Equal(["Pick one", "[Yes]"], message.List("display").Select(line => line.GetString()));
        Assert.Equal("replies", message.List("view")[0].Text("type"));
    }

    private Task<RunningSimulator> StartAsync() =>
        RunningSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0, TimeProvider = _clock });

    private static async Task<IReadOnlyList<JsonElement>> SendAsync(RunningSimulator simulator, params string[] events)
    {
        using var response = await simulator.PostAsync(RunningSimulator.EventsPath, TestEvents.List(events));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var responses = (await response.JsonAsync()).EnumerateArray().ToList();
        Assert.Equal(events.Length, responses.Count);
        return responses;
    }

    private static (string Code, string Message) Error(JsonElement response)
    {
        var error = response.GetProperty("error");
        return (error.Text("code"), error.Text("message"));
    }

    private static string Display(JsonElement message) => message.List("display")[0].GetString()!;
}
