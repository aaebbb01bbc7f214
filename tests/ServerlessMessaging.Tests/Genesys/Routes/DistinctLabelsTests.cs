using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class DistinctLabelsTests
{
    private readonly DistinctLabels _labels = new();

    [Fact]
    public void Buttons_that_differ_in_text_or_payload_stay_as_they_are()
    {
        Assert.Equal(["Buy", "Buy", "Sell"], Texts(("Buy", "a"), ("Buy", "b"), ("Sell", "a")));
        Assert.False(_labels.Numbered);
    }

    [Fact]
    public void Repetitions_are_numbered_and_keep_their_payload()
    {
        var buttons = Distinguish([("Buy", "a"), ("Buy", "a"), ("Buy", "a")]);

        Assert.Equal([("Buy", "a"), ("Buy (2)", "a"), ("Buy (3)", "a")], buttons.Select(button => (button.Text, button.Payload)));
        Assert.True(_labels.Numbered);
    }

    [Fact]
    public void A_number_that_is_taken_is_passed_over()
    {
        Assert.Equal(["Buy", "Buy (2)", "Buy (3)"], Texts(("Buy", "a"), ("Buy (2)", "a"), ("Buy", "a")));
    }

    [Fact]
    public void Links_have_no_payload_and_count_too()
    {
        Assert.Equal(["Details", "Details (2)"], Texts(("Details", null), ("Details", null)));
    }

    private string[] Texts(params (string Text, string? Payload)[] buttons) => [.. Distinguish(buttons).Select(button => button.Text)];

    private BotAction[] Distinguish((string Text, string? Payload)[] buttons) =>
        [.. buttons.Select(button => _labels.Distinguish(new BotAction("Postback", button.Text) { Payload = button.Payload }))];
}
