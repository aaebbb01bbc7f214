using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ServerlessMessaging.Tools.Tests.Simulator;
using static Microsoft.Playwright.Assertions;

namespace ServerlessMessaging.Tools.Tests.Browser;

/// <summary>The phone page in a browser.</summary>
public sealed partial class PhoneTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Page_NoMessages_ShowsCommandForFirstMessage()
    {
        await using var phone = await Phone.OpenAsync(chromium);

        // The webhooks go to the functions, wherever they run.
        var functions = phone.Fixture.Receiver.Url.GetLeftPart(UriPartial.Authority);
        await Expect(phone.Hint).ToContainTextAsync($"curl {functions}/api/messages");
        await Expect(phone.Hint).ToContainTextAsync("recipient@example.com");
        phone.AssertClean();
    }

    [Fact]
    public async Task Page_NoFunctionsKnown_CommandHasAPlaceForTheirAddress()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.Fixture.PutSettingsAsync("""{"webhookUrl":null}""");

        await Expect(phone.Hint).ToContainTextAsync("curl http://localhost:7071/api/messages");
        await Expect(phone.Page.GetByText("default port")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Page_CardSent_ShowsImageAndButtons()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);

        var card = phone.Log.GetByRole(AriaRole.Article, new() { Name = "Invoice #1001" });
        await Expect(card.GetByRole(AriaRole.Img, new() { Name = "Company Logo" })).ToBeVisibleAsync();
        Assert.Matches(CardText, await card.InnerTextAsync());
        var link = card.GetByRole(AriaRole.Link, new() { Name = "View Details" });
        await Expect(link).ToHaveAttributeAsync("href", "https://example.com/details/12345");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer");
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
        phone.AssertClean();
    }

    // A response whose body is not read is aborted when its time limit ends.
    [Fact]
    public async Task PressAndSay_Accepted_ReadTheResponseToItsEnd()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);

        await phone.Page.RunAndWaitForRequestFinishedAsync(() => phone.Button("Approve").ClickAsync(), IsTo("/press"));
        await phone.Field.FillAsync("Hello?");
        await phone.Page.RunAndWaitForRequestFinishedAsync(() => phone.Field.PressAsync("Enter"), IsTo("/say"));

        phone.AssertClean();

        static PageRunAndWaitForRequestFinishedOptions IsTo(string path) => new() { Predicate = request => request.Url.EndsWith(path, StringComparison.Ordinal), Timeout = 9000 };
    }

    [Fact]
    public async Task PressAndSay_SeveralTimes_SendOneWebhookEach()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);

        await phone.Button("Approve").ClickAsync();
        await Expect(phone.Inbound("Approve")).ToBeVisibleAsync();
        await phone.Button("Reject").ClickAsync();
        await Expect(phone.Inbound("I reject this request.")).ToBeVisibleAsync();
        await phone.Field.FillAsync("   ");
        await phone.Field.PressAsync("Enter");
        await phone.Field.FillAsync("<b>When</b> is it due?");
        await phone.Field.PressAsync("Enter");
        await Expect(phone.Inbound("<b>When</b> is it due?")).ToBeVisibleAsync();

        await Expect(phone.Field).ToHaveValueAsync(string.Empty);
        await Expect(phone.Page.Locator(".inbound")).ToHaveCountAsync(3);
        await Expect(phone.Inbound("Approve").Locator("..")).ToHaveTextAsync(InboundApprove);
        Assert.Equal(["Structured", "Text", "Text"], (await phone.Fixture.Receiver.NextAsync(3)).Select(webhook => webhook.Json.Text("type")));
        phone.AssertClean();
    }

    [Fact]
    public async Task Page_InboundMessage_IsRightOfOutboundMessage()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        await phone.Button("Approve").ClickAsync();

        var (own, sent) = ((await phone.Inbound("Approve").BoundingBoxAsync())!, (await phone.Log.GetByRole(AriaRole.Article).BoundingBoxAsync())!);

        Assert.True(own.X + own.Width > sent.X + sent.Width);
    }

    [Fact]
    public async Task Page_TextWithMarkup_ShowsItAsText()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync("""{"type":"message","content":[{"type":"text","text":"<img src=x onerror=alert(1)>\nsecond line"}]}""");

        await Expect(phone.Log.GetByText("<img src=x onerror=alert(1)>")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".chat img")).ToHaveCountAsync(0);
        phone.AssertClean();
    }

    [Fact]
    public async Task Page_NewMessage_KeepsFocus()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        var link = phone.Page.GetByRole(AriaRole.Link, new() { Name = "View Details" });
        await link.FocusAsync();

        await phone.SendAsync(TestMessages.Text);
        await Expect(phone.Log.GetByText("Hello")).ToBeVisibleAsync();

        await Expect(link).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Page_OtherContactSelected_ShowsItsMessagesOnly()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        await Expect(phone.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);

        await phone.ChooseAsync("Alex Admin");

        await Expect(phone.Page.GetByText("No messages yet")).ToBeVisibleAsync();
        await Expect(phone.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Page_ProviderConversation_ShowsItsAddress()
    {
        await using var phone = await Phone.OpenAsync(chromium, Phone.Conversation);

        await Expect(phone.Page.GetByRole(AriaRole.Main).GetByText("On the channel messenger-channel")).ToBeVisibleAsync();
        await Expect(phone.Hint).ToContainTextAsync($$"""to":{"conversation":{{TestEvents.ToMessenger}}}""");
    }

    [Fact]
    public async Task Page_CarouselSent_IsHorizontalAndReachableByKeyboard()
    {
        await using var phone = await Phone.OpenAsync(chromium, Phone.Conversation);
        await phone.SendEventAsync(Carousel("One", "Two", "Three"));
        var carousel = phone.Page.GetByRole(AriaRole.List, new() { Name = "3 cards" });
        var cards = carousel.GetByRole(AriaRole.Article);
        await Expect(cards).ToHaveCountAsync(3);

        // Measured in one frame, because the message is animated.
        var edges = await cards.EvaluateAllAsync<double[]>("cards => cards.map(card => card.getBoundingClientRect()).flatMap(box => [box.left, box.right, box.top])");
        await carousel.GetByRole(AriaRole.Link, new() { Name = "Buy Three" }).FocusAsync();

        Assert.Equal(edges[2], edges[5]);
        Assert.True(edges[3] >= edges[1]);
        Assert.True(await carousel.EvaluateAsync<double>("row => row.scrollLeft") > 0);
        phone.AssertClean();
    }

    [Fact]
    public async Task Press_ButtonsWithSameTitle_SendsThePressedOne()
    {
        await using var phone = await Phone.OpenAsync(chromium, Phone.Conversation);
        await phone.SendEventAsync(Carousel("One", "Two", "Three"));

        await phone.Page.GetByRole(AriaRole.Article, new() { Name = "Two" }).GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        await Expect(phone.Inbound("Keep")).ToBeVisibleAsync();

        var webhook = await phone.Fixture.Receiver.NextAsync();
        Assert.Equal("two", webhook.Json.List("content")[0].GetProperty("buttonResponse").Text("payload"));
    }

    [Fact]
    public async Task Page_StateCleared_ShowsEmptyAndThenNewMessages()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        await Expect(phone.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);

        using var cleared = await phone.Fixture.Simulator.ControlAsync(HttpMethod.Delete, "state");
        await Expect(phone.Page.GetByText("No messages yet")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".chat > *")).ToHaveCountAsync(0);
        await phone.SendAsync(TestMessages.Text);

        Assert.True(cleared.IsSuccessStatusCode);
        await Expect(phone.Log.GetByText("Hello")).ToBeVisibleAsync();
        phone.AssertClean();
    }

    [Fact]
    public async Task Page_NarrowScreen_HasNoHorizontalScrolling()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        await phone.Page.SetViewportSizeAsync(360, 640);
        await phone.ChooseAsync(Phone.Recipient);
        await Expect(phone.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();

        Assert.Equal(0, await phone.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }

    [Fact]
    public async Task Say_NoWebhookUrl_ShowsErrorAndKeepsText()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.Fixture.PutSettingsAsync("""{"webhookUrl":null}""");

        await phone.Field.FillAsync("Hello?");
        await phone.Button("Send").ClickAsync();

        await Expect(phone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("webhookUrl");
        await Expect(phone.Field).ToHaveValueAsync("Hello?");
        await phone.ChooseAsync("Alex Admin");
        await Expect(phone.Page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    private static string Carousel(params string[] titles) => TestEvents.Cards("carousel", titles.Select(title =>
        $$"""{"type":"card","title":"{{title}}","buttons":[{"type":"url","text":"Buy {{title}}","url":"https://example.com/buy"},{{TestEvents.Button("Keep", title.ToLowerInvariant())}}]}"""));

    [GeneratedRegex(@"Company Logo\s+Invoice #1001\s+Amount: \$500\.00\s+Approve[\s\S]+Reject[\s\S]+View Details")]
    private static partial Regex CardText { get; }

    [GeneratedRegex("^Customer: Approve")]
    private static partial Regex InboundApprove { get; }
}
