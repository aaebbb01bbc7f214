using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Records;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class AgentlessTextTests
{
    private const string Url = "https://example.com/picture.png";

    [Fact]
    public void Write_TextJustFits_StaysWhole()
    {
        var card = new Card("Title", new string('s', 2000 - "Title\n\n1. Yes".Length), null, [Option("Yes")]);

        var text = AgentlessText.Write(card, 2000);

        Assert.Equal(2000, text.Text.Length);
        Assert.Equal(["card-as-text"], text.Degradations);
    }

    [Fact]
    public void Write_OneCharacterTooMany_ShortensTheSubtitle()
    {
        var card = new Card("Title", new string('s', 2001 - "Title\n\n1. Yes".Length), null, [Option("Yes")]);

        var text = AgentlessText.Write(card, 2000);

        Assert.Equal(2000, text.Text.Length);
        Assert.EndsWith("ss…\n1. Yes", text.Text, StringComparison.Ordinal);
        Assert.Equal(["card-as-text", "text-shortened"], text.Degradations);
    }

    [Fact]
    public void Write_TooLongWithImage_DropsTheImageFirst()
    {
        var card = new Card("Title", new string('s', 1980), new ImageReference(Url, "A picture"), [Option("Yes")]);

        var text = AgentlessText.Write(card, 2000);

        Assert.DoesNotContain(Url, text.Text, StringComparison.Ordinal);
        Assert.Contains(new string('s', 1980), text.Text, StringComparison.Ordinal);
        Assert.Equal(["card-as-text", "image-dropped"], text.Degradations);
    }

    [Fact]
    public void Write_SubtitlesOfSeveralLengths_ShortensTheLongOnes()
    {
        var carousel = new Carousel([Card("short one"), Card(new string('a', 1500)), Card(new string('b', 1500))]);

        var text = AgentlessText.Write(carousel, 2000);

        Assert.InRange(text.Text.Length, 1998, 2000);
        Assert.Contains("\nshort one\n", text.Text, StringComparison.Ordinal);
        Assert.Equal(text.Text.Count(character => character == 'a'), text.Text.Count(character => character == 'b'));
        Assert.Equal(["carousel-as-text", "text-shortened"], text.Degradations);
    }

    [Fact]
    public void Write_LargestCarousel_KeepsEveryOption()
    {
        var cards = Enumerable.Range(1, 10).Select(card => new Card(
            $"Card {card}", new string('s', 2000), new ImageReference(Url, null), [Option($"a{card}"), Option($"b{card}"), new OpenUrlAction($"c{card}", Url)]));

        var text = AgentlessText.Write(new Carousel([.. cards]), 2000).Text;

        Assert.InRange(text.Length, 1900, 2000);
        Assert.All(Enumerable.Range(1, 10), card => Assert.Contains($"\n{(2 * card) - 1}. a{card}\n{2 * card}. b{card}\nc{card}: {Url}", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("card")]
    [InlineData("quick-replies")]
    [InlineData("carousel-rich")]
    public void Write_Options_HaveTheNumbersThatAReplyIsMatchedBy(string name)
    {
        var message = WireFiles.Request($"agentless/{name}").Message;

        var numbered = AgentlessText.Write(message, 2000).Text.Split('\n').Where(line => line.Length > 1 && char.IsAsciiDigit(line[0]) && line.Contains(". ", StringComparison.Ordinal));

        Assert.Equal(ReplyOptions.From(message, SendRoute.Agentless)!.Select(option => $"{option.Number}. {option.Label}"), numbered);
    }

    [Fact]
    public void Write_SubtitleDoesNotFit_DropsIt()
    {
        var text = AgentlessText.Write(new Card(new string('t', 20), "Subtitle", null, [Option("Yes")]), 28);

        Assert.Equal(new string('t', 20) + "\n1. Yes", text.Text);
        Assert.Equal(["card-as-text", "text-shortened"], text.Degradations);
    }

    [Theory]
    [InlineData(8, "Title\na…")]
    [InlineData(9, "Title\na…")]
    [InlineData(10, "Title\na👍…")]
    [InlineData(11, "Title\na👍…")]
    [InlineData(12, "Title\na👍 b…")]
    public void Write_CutInACharacter_LeavesNeitherHalfNorSpace(int maximum, string expected)
    {
        Assert.Equal(expected, AgentlessText.Write(new Card("Title", "a👍 bcdef", null, []), maximum).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Write_EmptySubtitle_IsNoLine(string? subtitle)
    {
        Assert.Equal("Title\n1. Yes", AgentlessText.Write(new Card("Title", subtitle, null, [Option("Yes")]), 2000).Text);
    }

    [Fact]
    public void Check_TextCannotFit_ReturnsARemedy()
    {
        using var product = new ProductFixture();
        var route = product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[SendRoute.Agentless];
        var replies = new QuickReplies(new string('q', 1995), [new("Yes", "y")]);

        var error = route.Check(replies);

        Assert.Equal(("/message", "SM1109"), (error!.Pointer, error.Code));
        Assert.Contains("takes 2002", error.Detail, StringComparison.Ordinal);
        Assert.Contains("by 2 together", error.Detail, StringComparison.Ordinal);
        Assert.Null(route.Check(replies with { Text = new string('q', 1993) }));
    }

    [Fact]
    public void Check_LongSubtitleAndImage_IsNoError()
    {
        using var product = new ProductFixture();
        var card = new Card(new string('t', 200), new string('s', 2000), new ImageReference(Url, new string('a', 200)), [Option("Yes")]);

        Assert.Null(product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[SendRoute.Agentless].Check(card));
    }

    [Fact]
    public void Render_TextLengthSetting_IsUsed()
    {
        using var product = new ProductFixture(("Limits:Agentless:TextLength", "30"));
        var route = product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[SendRoute.Agentless];
        var to = new Recipient(Customer: new("cust-42", "int-1", false));

        var rendered = route.Render(new Card("Title", "A subtitle that is much too long", null, [Option("Yes")]), to, null);

        Assert.Contains("\"textBody\":\"Title\\nA subtitle that…\\n1. Yes\"", Encoding.UTF8.GetString(rendered.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SendRoute.OpenMessaging)]
    [InlineData(SendRoute.MessagingEvents)]
    [InlineData(SendRoute.BotSession)]
    public void Check_OtherRoutes_IsNoError(SendRoute kind)
    {
        using var product = new ProductFixture();

        Assert.Null(product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[kind].Check(new TextMessage(new string('t', 10_000))));
    }

    private static Card Card(string subtitle) => new("Title", subtitle, null, [Option("Choose")]);

    private static PostBackAction Option(string title) => new(title, "payload");
}
