using System.Text.Json.Nodes;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class BotSessionRouteTests
{
    [Fact]
    public void Render_ButtonsThatDifferInTextOrPayload_KeepsTheirTexts()
    {
        var (buttons, degradations) = Render(PostBack("Buy", "a"), PostBack("Buy", "b"), PostBack("Sell", "a"));

        Assert.Equal([("Buy", "a"), ("Buy", "b"), ("Sell", "a")], buttons);
        Assert.Empty(degradations);
    }

    [Fact]
    public void Render_RepeatedButtons_NumbersThemAndKeepsTheirPayload()
    {
        var (buttons, degradations) = Render(PostBack("Buy", "a"), PostBack("Buy", "a"), PostBack("Buy", "a"));

        Assert.Equal([("Buy", "a"), ("Buy (2)", "a"), ("Buy (3)", "a")], buttons);
        Assert.Equal(["label-numbered"], degradations);
    }

    [Fact]
    public void Render_NumberInUse_UsesTheNext()
    {
        var (buttons, _) = Render(PostBack("Buy", "a"), PostBack("Buy (2)", "a"), PostBack("Buy", "a"));

        Assert.Equal([("Buy", "a"), ("Buy (2)", "a"), ("Buy (3)", "a")], buttons);
    }

    [Fact]
    public void Render_RepeatedLinks_NumbersThemToo()
    {
        var (buttons, _) = Render(new OpenUrlAction("Details", "https://example.com/1"), new OpenUrlAction("Details", "https://example.com/2"));

        Assert.Equal([("Details", null), ("Details (2)", null)], buttons);
    }

    private static PostBackAction PostBack(string title, string payload) => new(title, payload);

    private static ((string? Text, string? Payload)[] Buttons, IReadOnlyList<string> Degradations) Render(params CardAction[] actions)
    {
        using var product = new ProductFixture();
        var request = WireFiles.Request("botSession/card");
        var rendered = product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[SendRoute.BotSession].Render(new Card("Title", null, null, actions), request.To, null);
        var buttons = JsonNode.Parse(rendered.Body)!["replyMessages"]![0]!["content"]![0]!["card"]!["actions"]!.AsArray();
        return ([.. buttons.Select(button => ((string?)button!["text"], (string?)button["payload"]))], rendered.Degradations);
    }
}
