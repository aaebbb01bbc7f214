namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class ListLimitTests
{
    private const string Action = """{"type":"imBack","title":"t","payload":"p"}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Check_UpTo3Actions_IsAccepted(int count) => Expect.Valid(Body.Actions(Body.Repeat(Action, count)));

    [Fact]
    public void Check_4Actions_IsRefused() =>
        Expect.Broken(Body.Actions(Body.Repeat(Action, 4)), "SM1110", "/message/actions", "At most 3 actions fit on this route, found 4.");

    [Fact]
    public void Check_4ActionsInACarousel_IsRefused() => Expect.Broken(
        Body.Message($$"""{"type":"carousel","cards":[{"title":"t","actions":[{{Body.Repeat(Action, 4)}}]}]}"""), "SM1110", "/message/cards/0/actions", "Send fewer");

    [Fact]
    public void Check_CardWithoutActions_IsAccepted() => Expect.Valid(Body.Message("""{"type":"card","title":"t"}"""));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Check_1To10Cards_IsAccepted(int count) => Expect.Valid(Carousel(count));

    [Fact]
    public void Check_11Cards_IsRefused() =>
        Expect.Broken(Carousel(11), "SM1110", "/message/cards", "At most 10 cards fit on this route, found 11.");

    [Fact]
    public void Check_CarouselOfNoCards_IsRefused() => Expect.Broken(Carousel(0), "SM1111", "/message/cards", "At least 1 cards needed, found 0.");

    [Fact]
    public void Check_CarouselWithoutCards_IsRefused() =>
        Expect.Broken(Body.Message("""{"type":"carousel"}"""), "SM1111", "/message/cards", "At least 1");

    [Theory]
    [InlineData("""{"email":"a@example.com"}""", 3)]
    [InlineData("""{"userId":"u-1"}""", 3)]
    [InlineData("""{"channelId":"user:u-1"}""", 3)]
    [InlineData("""{"conversation":{"id":"c","channelId":"ch","providerId":"messenger"}}""", 3)]
    [InlineData("""{"conversation":{"id":"c","channelId":"ch","providerId":"Messenger"}}""", 3)]
    [InlineData("""{"conversation":{"id":"c","channelId":"ch","providerId":"line"}}""", 13)]
    [InlineData("""{"customer":{"id":"c","integrationId":"i"}}""", 13)]
    [InlineData("""{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en-us"}}""", 13)]
    public void Check_QuickReplies_AreLimitedByRouteAndProvider(string to, int limit)
    {
        Expect.Valid(QuickReplies(limit, to));
        Expect.Broken(QuickReplies(limit + 1, to), "SM1110", "/message/replies", $"At most {limit} quick replies fit on this route, found {limit + 1}.");
    }

    [Fact]
    public void Check_NoQuickReplies_IsRefused() =>
        Expect.Broken(QuickReplies(0, """{"userId":"u-1"}"""), "SM1111", "/message/replies", "At least 1 quick replies needed, found 0.");

    private static string Carousel(int cards) =>
        Body.Message($$"""{"type":"carousel","cards":[{{Body.Repeat("""{"title":"t"}""", cards)}}]}""");

    private static string QuickReplies(int replies, string to) =>
        Body.Message($$"""{"type":"quickReplies","text":"t","replies":[{{Body.Repeat("""{"text":"t","value":"v"}""", replies)}}]}""", to);
}
