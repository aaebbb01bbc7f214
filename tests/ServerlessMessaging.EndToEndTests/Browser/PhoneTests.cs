using System.Diagnostics;
using System.Runtime.CompilerServices;
using ServerlessMessaging.EndToEndTests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Browser;

public sealed class PhoneTests
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    [Fact]
    public async Task The_phone_shows_a_card_that_was_sent()
    {
        var isRequired = Environment.GetEnvironmentVariable("REQUIRE_BROWSER") == "1";
        Assert.SkipUnless(isRequired || File.Exists(Chromium), $"There is no Chromium at {Chromium}; CHROMIUM_PATH may name another.");

        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var browser = Start(
            "phone.mjs", simulator.Simulator.Address.ToString(), Chromium, token, RunningSimulator.SendPath, RunningSimulator.EventsPath);
        var output = browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(browser.ExitCode == 0, $"{await output}{Environment.NewLine}{await errors}");
        Assert.Contains("the console is clean", await output, StringComparison.Ordinal);
    }

    // The script stays in the source tree, from where node finds the browser driver of the repository.
    private static Process Start(string script, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("node", [Path.Combine(SourceFolder(), script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
