using Microsoft.Playwright;
using ServerlessMessaging.Tools.Tests.Simulator;
using static Microsoft.Playwright.Assertions;

namespace ServerlessMessaging.Tools.Tests.Browser;

/// <summary>The area of the phone page that shows the payload or URL of a button.</summary>
public sealed class InspectorTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Payload = """{"event":"approval","status":"accepted"}""";

    [Fact]
    public async Task Inspector_ButtonFocusedOrHovered_ShowsPayload()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        var approve = phone.Button("Approve");

        await approve.FocusAsync();
        await Expect(phone.Payload).ToHaveTextAsync(Payload);
        await phone.Button("Reject").HoverAsync();
        await Expect(phone.Payload).ToHaveTextAsync("I reject this request.");
        await Expect(phone.Page.Locator($"#{await approve.GetAttributeAsync("aria-describedby")}")).ToContainTextAsync(Payload);
    }

    [Fact]
    public async Task Inspector_ButtonPressed_KeepsItsPayload()
    {
        await using var phone = await Phone.OpenAsync(chromium);
        await phone.SendAsync(TestMessages.Invoice);
        await Expect(phone.Button("Approve")).ToBeVisibleAsync();
        var place = (await phone.Button("Approve").BoundingBoxAsync())!;

        // The response of the customer moves the buttons, so another one is below the pointer that did not move.
        await phone.Button("Approve").ClickAsync();
        await Expect(phone.Inbound("Approve")).ToBeVisibleAsync();
        await phone.Page.WaitForFunctionAsync(
            "([x, y]) => document.elementFromPoint(x, y)?.textContent !== 'Approve'", new double[] { place.X + (place.Width / 2), place.Y + (place.Height / 2) });
        await phone.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200))))");

        await Expect(phone.Payload).ToHaveTextAsync(Payload);
        await phone.Button("Reject").HoverAsync();
        await Expect(phone.Payload).ToHaveTextAsync("I reject this request.");
    }

    [Theory]
    [InlineData(false, "Point at a button")]
    [InlineData(true, "Press a button")]
    public async Task Inspector_BeforeAPress_NamesWhatTheScreenAllows(bool touch, string text)
    {
        await using var phone = await Phone.OpenAsync(chromium, touch: touch);
        await phone.SendAsync(TestMessages.Invoice);

        await Expect(phone.Page.Locator("#inspector")).ToContainTextAsync(text);
        await Expect(phone.Page.Locator("#inspector")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Inspector_ButtonTapped_ShowsItsPayload()
    {
        await using var phone = await Phone.OpenAsync(chromium, touch: true);
        await phone.SendAsync(TestMessages.Invoice);

        await phone.Button("Approve").TapAsync();
        await Expect(phone.Inbound("Approve")).ToBeVisibleAsync();

        await Expect(phone.Payload).ToHaveTextAsync(Payload);
        phone.AssertClean();
    }

    [Fact]
    public async Task Inspector_QuickReplyFocused_ShowsPayload()
    {
        await using var phone = await Phone.OpenAsync(chromium, Phone.Conversation);
        await phone.SendEventAsync(TestEvents.QuickReplies($"{TestEvents.Button("Monday", "day:mon")},{TestEvents.Button("Tuesday", "day:tue")}"));

        await phone.Page.GetByRole(AriaRole.List, new() { Name = "Quick replies" }).GetByRole(AriaRole.Button, new() { Name = "Monday" }).FocusAsync();

        await Expect(phone.Payload).ToHaveTextAsync("day:mon");
        phone.AssertClean();
    }
}
