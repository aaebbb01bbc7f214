using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class MessageReaderTests
{
    [Fact]
    public void Read_Text_ReturnsIt()
    {
        var message = Read("""{"type":"text","text":"Your invoice is ready."}""");

        Assert.Equal(new TextMessage("Your invoice is ready."), message);
    }

    [Fact]
    public void Read_Card_ReturnsEveryMember()
    {
        var card = ReadCard("""
            {"type":"card","title":"Invoice #1001","subtitle":"Amount: $500.00","cardType":"basic",
             "image":{"url":"https://example.com/logo.png","altText":"Company Logo"},
             "actions":[{"type":"imBack","title":"Reject","payload":"No."},{"type":"openUrl","title":"View","url":"https://example.com/1"}]}
            """);

        Assert.Equal(("Invoice #1001", "Amount: $500.00", "basic"), (card.Title, card.Subtitle, card.CardType));
        Assert.Equal(new ImageReference("https://example.com/logo.png", "Company Logo"), card.Image);
        Assert.Equal([new ImBackAction("Reject", "No."), new OpenUrlAction("View", "https://example.com/1")], card.Actions);
    }

    [Fact]
    public void Read_CardWithTitleOnly_HasDefaults()
    {
        var card = ReadCard("""{"type":"card","title":"Invoice #1001"}""");

        Assert.Equal(("Invoice #1001", null, null, "basic"), (card.Title, card.Subtitle, card.Image, card.CardType));
        Assert.Empty(card.Actions);
    }

    [Fact]
    public void Read_CardWithNulls_HasDefaults()
    {
        var card = ReadCard("""{"type":"card","title":null,"subtitle":null,"image":null,"actions":null,"cardType":null}""");

        Assert.Equal((string.Empty, null, null, "basic"), (card.Title, card.Subtitle, card.Image, card.CardType));
        Assert.Empty(card.Actions);
    }

    [Fact]
    public void Read_UnknownCardType_IsKept() =>
        Assert.Equal("fancy", ReadCard("""{"type":"card","title":"t","cardType":"fancy"}""").CardType);

    [Fact]
    public void Read_ImageWithoutAltText_ReturnsIt() =>
        Assert.Equal(new ImageReference("https://example.com/a.png", null), ReadCard("""{"type":"card","image":{"url":"https://example.com/a.png"}}""").Image);

    [Fact]
    public void Read_QuickReplies_KeepsTheirOrder()
    {
        var message = Assert.IsType<QuickReplies>(Read("""
            {"type":"quickReplies","text":"When?","replies":[{"text":"Today","value":"d0"},{"text":"Tomorrow","value":"d1"}]}
            """));

        Assert.Equal("When?", message.Text);
        Assert.Equal([new QuickReply("Today", "d0"), new QuickReply("Tomorrow", "d1")], message.Replies);
    }

    [Fact]
    public void Read_Carousel_KeepsTheOrderOfCards()
    {
        var message = Assert.IsType<Carousel>(Read("""{"type":"carousel","cards":[{"title":"One"},{"title":"Two","subtitle":"2"}]}"""));

        Assert.Equal([("One", null), ("Two", "2")], message.Cards.Select(card => (card.Title, card.Subtitle)));
    }

    [Fact]
    public void Read_CarouselCardWithItsType_ReturnsIt()
    {
        var message = Assert.IsType<Carousel>(Read("""{"type":"carousel","cards":[{"type":"card","title":"One"}]}"""));

        Assert.Equal("One", Assert.Single(message.Cards).Title);
    }

    [Fact]
    public void Read_TypeAfterOtherMembers_ReturnsTheMessage() =>
        Assert.Equal(new TextMessage("Hello"), Read("""{"text":"Hello","type":"text"}"""));

    [Fact]
    public void Read_EscapedMemberNames_ReturnsTheMessage() =>
        Assert.Equal(new TextMessage("Hello"), Read("""{"\u0074ype":"te\u0078t","t\u0065xt":"Hello"}"""));

    [Theory]
    [InlineData("""{"type":"video","url":"https://example.com","length":5}""", "video")]
    [InlineData("""{"type":"Text","text":"Hello"}""", "Text")]
    [InlineData("""{"type":"","text":"Hello"}""", "")]
    [InlineData("""{"type":null}""", "")]
    [InlineData("""{"text":"Hello"}""", "")]
    [InlineData("{}", "")]
    public void Read_UnknownMessageType_ReturnsAnUnknownMessage(string message, string type) =>
        Assert.Equal(new UnknownMessage(type), Read(message));

    [Fact]
    public void Read_NoMessage_ReturnsNoMessage() =>
        Assert.Equal(new NoMessage(), Expect.Request("""{"to":{"userId":"u-1"}}""").Message);

    [Fact]
    public void Read_TextOfSpecialCharacters_IsKept()
    {
        const string Text = "  Zeile 1\r\n\tעברית 👩\u200d👧 \"q\" \\ /\u2028\uffff ";

        Assert.Equal(new TextMessage(Text), Read(Body.Fill("""{"type":"text","text":§}""", Text)));
    }

    private static Card ReadCard(string message) => Assert.IsType<Card>(Read(message));

    private static Message Read(string message) => Expect.Request(Body.Message(message)).Message;
}
