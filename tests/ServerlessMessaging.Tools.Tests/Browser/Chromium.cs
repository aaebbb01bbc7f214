using Microsoft.Playwright;

namespace ServerlessMessaging.Tools.Tests.Browser;

/// <summary>The installed Chromium, for all tests of a class. Its path is <c>CHROMIUM_PATH</c>, else <c>/usr/bin/chromium</c>.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(ExecutablePath) && Environment.GetEnvironmentVariable("REQUIRE_BROWSER") != "1")
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ExecutablePath,
            Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A new page, of a touch screen or not; skips the test without Chromium.</summary>
    public Task<IPage> NewPageAsync(bool touch = false)
    {
        Assert.SkipUnless(_browser is not null, $"There is no Chromium at {ExecutablePath}; CHROMIUM_PATH may name another.");
        return _browser.NewPageAsync(touch
            ? new() { ViewportSize = new() { Width = 400, Height = 800 }, HasTouch = true, IsMobile = true }
            : new() { ViewportSize = new() { Width = 1280, Height = 900 } });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
