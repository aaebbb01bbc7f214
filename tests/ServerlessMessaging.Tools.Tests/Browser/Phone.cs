using System.Collections.Concurrent;
using System.Net;
using Microsoft.Playwright;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.Tools.Tests.Browser;

/// <summary>A simulator and its phone in a browser.</summary>
internal sealed class Phone : IAsyncDisposable
{
    public const string Recipient = "Robin Recipient";
    public const string Conversation = "messenger conversation-1";

    private readonly ConcurrentQueue<string> _problems = new();

    private Phone(WebhookFixture fixture, IPage page) => (Fixture, Page) = (fixture, page);

    public WebhookFixture Fixture { get; }

    public IPage Page { get; }

    public ILocator Log => Page.GetByRole(AriaRole.Log);

    public ILocator Payload => Page.GetByLabel("Payload");

    public ILocator Hint => Page.GetByLabel("Command that sends a first message");

    public ILocator Field => Page.GetByLabel("Message of the customer");

    public static async Task<Phone> OpenAsync(Chromium chromium, string contact = Recipient, bool touch = false)
    {
        var page = await chromium.NewPageAsync(touch);
        var phone = new Phone(await WebhookFixture.StartAsync(), page);
        var address = phone.Fixture.Simulator.Simulator.Address.ToString();
        page.Console += (_, message) => phone._problems.Enqueue($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => phone._problems.Enqueue(error);
        page.RequestFailed += (_, request) => phone._problems.Enqueue($"failed: {request.Url}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal))
            {
                phone._problems.Enqueue($"another server: {request.Url}");
            }
        };
        await page.GotoAsync(address);
        await phone.ChooseAsync(contact);
        return phone;
    }

    public Task ChooseAsync(string contact) => Page.GetByRole(AriaRole.Button, new() { Name = contact }).ClickAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A message of the customer.</summary>
    public ILocator Inbound(string text) => Page.Locator(".inbound").GetByText(text, new() { Exact = true });

    /// <summary>Sends a message to the recipient.</summary>
    public async Task SendAsync(string message)
    {
        using var response = await Fixture.Simulator.SendAsync(message);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <summary>Sends an event to the conversation of the provider messenger.</summary>
    public Task SendEventAsync(string messagingEvent) => Fixture.SendAsync(RunningSimulator.EventsPath, TestEvents.List(messagingEvent), TestEvents.Messenger);

    /// <summary>No console output, no failed request and no request to another server.</summary>
    public void AssertClean() => Assert.Empty(_problems);

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        await Fixture.DisposeAsync();
    }
}
