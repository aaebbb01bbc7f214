using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class SimulatorProgramTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_PortInUse_ThrowsIOException(bool forVault)
    {
        using var other = OccupyPort(out var port);
        var options = new SimulatorOptions { Port = forVault ? 0 : port, VaultPort = forVault ? port : 0 };

        var exception = await Assert.ThrowsAsync<IOException>(() => GenesysSimulator.StartAsync(options, Cancellation));
        Assert.Contains($"{port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_PortInUse_PrintsRemedy()
    {
        using var other = OccupyPort(out var port);
        using var program = Start("--port", $"{port}", "--vault-port", "0");
        var error = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation);

        Assert.Equal(2, program.ExitCode);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("--port", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_HelpRequested_ListsEveryOption()
    {
        using var program = Start("--help");
        var help = await program.StandardOutput.ReadToEndAsync(Cancellation);

        Assert.All(
            ["--port", "--vault-port", "--rate-limit", "--rate-limit-window", "--ignore-email", "--webhook-url"],
            option => Assert.Contains(option, help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "x")]
    [InlineData("--rate-limit", "0")]
    public async Task Main_OptionOutOfRange_PrintsError(params string[] arguments)
    {
        using var program = Start(arguments);
        var error = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains($"{arguments[0]} must be a whole number", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("ftp://127.0.0.1/")]
    public async Task Main_WebhookUrlInvalid_PrintsError(string url)
    {
        using var program = Start("--webhook-url", url);
        var error = await program.StandardError.ReadToEndAsync(Cancellation);
        await program.WaitForExitAsync(Cancellation);

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("--webhook-url must be", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_ValidOptions_PrintsAddressAndAppliesOptions()
    {
        using var program = Start("--port", "0", "--vault-port", "0", "--ignore-email", "--rate-limit", "7", "--rate-limit-window", "9", "--webhook-url", "http://127.0.0.1:9/hook");
        try
        {
            var line = await program.StandardOutput.ReadLineAsync(Cancellation);
            using var http = HttpClients.Create(new Uri(line!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]));
            using var response = await http.GetAsync(new Uri("/api/v2/users", UriKind.Relative), Cancellation);

            Assert.Equal(("7", "9"), (response.Header("inin-ratelimit-allowed"), response.Header("inin-ratelimit-reset")));
            using var settings = await http.PutAsync(new Uri("/simulator/settings", UriKind.Relative), new StringContent("{}"), Cancellation);
            Assert.Equal("http://127.0.0.1:9/hook", (await settings.JsonAsync()).Text("webhookUrl"));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    private static TcpListener OccupyPort(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(GenesysSimulator).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
