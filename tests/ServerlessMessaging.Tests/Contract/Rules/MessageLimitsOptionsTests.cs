using Microsoft.Extensions.Configuration;
using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class MessageLimitsOptionsTests
{
    private const string User = """{"userId":"u-1"}""";
    private const string Line = """{"conversation":{"id":"c","channelId":"ch","providerId":"line"}}""";
    private const string Messenger = """{"conversation":{"id":"c","channelId":"ch","providerId":"messenger"}}""";
    private const string Customer = """{"customer":{"id":"c","integrationId":"i"}}""";
    private const string BotSession = """{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en"}}""";

    [Theory]
    [InlineData("OpenMessaging:QuickReplies", User)]
    [InlineData("MessagingEvents:QuickReplies", Line)]
    [InlineData("Agentless:QuickReplies", Customer)]
    [InlineData("BotSession:QuickReplies", BotSession)]
    [InlineData("Providers:messenger:QuickReplies", Messenger)]
    [InlineData("Providers:Messenger:QuickReplies", Messenger)]
    [InlineData("Providers:LINE:QuickReplies", Line)]
    public void Bind_LimitOfARouteOrProvider_ChangesIt(string setting, string to)
    {
        var limits = Bind((setting, "5"));

        Expect.Valid(QuickReplies(5, to), limits);
        Expect.Broken(QuickReplies(6, to), "SM1110", "/message/replies", "At most 5 quick replies", limits);
    }

    [Fact]
    public void Bind_LimitOfOneRoute_LeavesOtherRoutes()
    {
        var limits = Bind(("MessagingEvents:QuickReplies", "5"), ("Providers:whatsapp:QuickReplies", "10"));

        Expect.Valid(QuickReplies(3, Messenger), limits);
        Expect.Broken(QuickReplies(4, Messenger), "SM1110", "/message/replies", "At most 3", limits);
        Expect.Valid(QuickReplies(13, Customer), limits);
    }

    [Fact]
    public void Bind_OneLimitOfARoute_LeavesItsOtherLimits()
    {
        var limits = Bind(("OpenMessaging:TextLength", "10"));

        Assert.Equal((10, 200, 3), (limits.OpenMessaging.TextLength, limits.OpenMessaging.QuickRepliesTextLength, limits.OpenMessaging.QuickReplies));
    }

    [Fact]
    public void Bind_OneLimitOfAProvider_LeavesItsOtherLimits()
    {
        var messenger = Bind(("Providers:messenger:Cards", "4")).Providers["messenger"];

        Assert.Equal((4, 3), (messenger.Cards, messenger.QuickReplies));
    }

    [Theory]
    [InlineData("TextLength", """{"type":"text","text":"12345"}""", """{"type":"text","text":"123456"}""")]
    [InlineData("TitleLength", """{"type":"card","title":"12345"}""", """{"type":"card","title":"123456"}""")]
    [InlineData("QuickRepliesTextLength", """{"type":"quickReplies","text":"12345","replies":[{"text":"t","value":"v"}]}""", """{"type":"quickReplies","text":"123456","replies":[{"text":"t","value":"v"}]}""")]
    [InlineData("LabelLength", """{"type":"quickReplies","text":"t","replies":[{"text":"12345","value":"v"}]}""", """{"type":"quickReplies","text":"t","replies":[{"text":"123456","value":"v"}]}""")]
    [InlineData("PayloadLength", """{"type":"quickReplies","text":"t","replies":[{"text":"t","value":"12345"}]}""", """{"type":"quickReplies","text":"t","replies":[{"text":"t","value":"123456"}]}""")]
    public void Bind_LimitOfAText_ChangesIt(string limit, string accepted, string refused)
    {
        var limits = Bind(($"OpenMessaging:{limit}", "5"));

        Expect.Valid(Body.Message(accepted), limits);
        Assert.Contains("At most 5 UTF-16", Assert.Single(Expect.Errors(Body.Message(refused), limits)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_LimitOfUrls_ChangesIt()
    {
        var limits = Bind(("OpenMessaging:UrlLength", "20"));

        Expect.Valid(Body.Card("\"image\":{\"url\":\"https://example.com/\"}"), limits);
        Expect.Broken(Body.Card("\"image\":{\"url\":\"https://example.com/a\"}"), "SM1109", "/message/image/url", "At most 20", limits);
    }

    [Fact]
    public void Bind_LimitOfActionsAndCards_ChangesBoth()
    {
        var limits = Bind(("OpenMessaging:Actions", "1"), ("OpenMessaging:Cards", "1"));
        const string Card = """{"title":"t","actions":[{"type":"imBack","title":"t","payload":"p"},{"type":"imBack","title":"t","payload":"p"}]}""";

        var errors = Expect.Errors(Body.Message($$"""{"type":"carousel","cards":[{{Card}},{"title":"t"}]}"""), limits);

        Assert.Equal(["/message/cards", "/message/cards/0/actions"], errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Bind_MessageTypesOfAProvider_RefuseTheOthers()
    {
        var limits = Bind(("Providers:line:MessageTypes:0", "text"), ("Providers:line:MessageTypes:1", "QUICKREPLIES"));
        var card = Body.Message("""{"type":"card","title":"t"}""", Line);

        Expect.Valid(Body.Message("""{"type":"text","text":"t"}""", Line), limits);
        Expect.Valid(QuickReplies(13, Line), limits);
        Expect.Broken(card, "SM1115", "/message/type", "text, QUICKREPLIES", limits);
        Expect.Broken(Body.Message("""{"type":"carousel","cards":[{"title":"t"}]}""", Line), "SM1115", "/message/type", "text", limits);
        Expect.Valid(card.Replace("line", "whatsapp", StringComparison.Ordinal), limits);
        Expect.Valid(card, new MessageLimitsOptions());
    }

    [Fact]
    public void Check_UnsupportedTypeWithOtherErrors_NamesAll()
    {
        var errors = Expect.Errors(Body.Message("""{"type":"card","title":""}""", Line), Bind(("MessagingEvents:MessageTypes:0", "text")));

        Assert.Equal(["SM1115", "SM1101"], errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData("text", true)]
    [InlineData("Carousel", true)]
    [InlineData("quick_reply", false)]
    [InlineData("", false)]
    public void IsValid_MessageType_MustBeKnown(string type, bool expected) => Assert.Equal(expected, Bind(("Providers:line:MessageTypes:0", type)).IsValid());

    [Fact]
    public void IsValid_Default_ReturnsTrue() => Assert.True(new MessageLimitsOptions().IsValid());

    [Theory]
    [InlineData("OpenMessaging:TextLength", "0")]
    [InlineData("OpenMessaging:TextLength", "100001")]
    [InlineData("MessagingEvents:QuickRepliesTextLength", "0")]
    [InlineData("MessagingEvents:TitleLength", "-1")]
    [InlineData("Agentless:LabelLength", "0")]
    [InlineData("Agentless:PayloadLength", "0")]
    [InlineData("BotSession:UrlLength", "0")]
    [InlineData("BotSession:Actions", "1001")]
    [InlineData("Providers:line:QuickReplies", "0")]
    [InlineData("Providers:messenger:Cards", "0")]
    public void IsValid_NumberOutOfRange_ReturnsFalse(string setting, string value) => Assert.False(Bind((setting, value)).IsValid());

    [Theory]
    [InlineData("OpenMessaging:TextLength", "1")]
    [InlineData("OpenMessaging:TextLength", "100000")]
    [InlineData("Providers:line:QuickReplies", "1000")]
    public void IsValid_NumberInRange_ReturnsTrue(string setting, string value) => Assert.True(Bind((setting, value)).IsValid());

    private static MessageLimitsOptions Bind(params (string Setting, string Value)[] settings)
    {
        var options = new MessageLimitsOptions();
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{MessageLimitsOptions.Section}:{setting.Setting}", (string?)setting.Value)))
            .Build()
            .GetSection(MessageLimitsOptions.Section)
            .Bind(options);
        return options;
    }

    private static string QuickReplies(int replies, string to) =>
        Body.Message($$"""{"type":"quickReplies","text":"t","replies":[{{Body.Repeat("""{"text":"t","value":"v"}""", replies)}}]}""", to);
}
