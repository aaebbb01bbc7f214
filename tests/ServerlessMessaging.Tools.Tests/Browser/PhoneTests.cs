using System.Diagnostics;
using System.Runtime.CompilerServices;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.Tools.Tests.Browser;

public sealed class PhoneTests
{
    private static readonly string Chromium = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";

    [Fact]
    public async Task The_phone_shows_what_was_sent_and_takes_what_the_customer_answers()
    {
        var isRequired = Environment.GetEnvironmentVariable("REQUIRE_BROWSER") == "1";
        Assert.SkipUnless(isRequired || File.Exists(Chromium), $"There is no Chromium at {Chromium}; CHROMIUM_PATH may name another.");

        await using var scene = await WebhookScene.StartAsync();
        var simulator = scene.Simulator;
        var token = await simulator.TokenAsync();
        using var browser = Start(
            "phone.mjs", simulator.Simulator.Address.ToString(), Chromium, token, RunningSimulator.SendPath, RunningSimulator.EventsPath);
        var output = browser.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await browser.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(browser.ExitCode == 0, $"{await output}{Environment.NewLine}{await errors}");
        Assert.Contains("the console is clean", await output, StringComparison.Ordinal);
        var webhooks = await scene.Receiver.NextAsync(4);
        Assert.Equal(["Structured", "Text", "Text", "Structured"], webhooks.Select(webhook => webhook.Json.Text("type")));
        Assert.Equal("two", webhooks[3].Json.List("content")[0].GetProperty("buttonResponse").Text("payload"));
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
