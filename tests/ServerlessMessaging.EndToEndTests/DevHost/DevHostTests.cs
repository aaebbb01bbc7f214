using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Published;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.Smoke;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.DevHost;

public sealed class DevHostTests
{
    private static readonly string[] FreePorts = ["--functions-port", "0", "--simulator-port", "0", "--vault-port", "0"];

    [Fact]
    public async Task The_demo_sends_every_sample_and_ends_well()
    {
        await using var demo = DevHostProcess.Start(["--demo", .. FreePorts]);

        var exit = await demo.ExitAsync();

        Assert.True(exit == 0, $"{exit}\n{demo.Output}\n{demo.Errors}");
        Assert.Contains("9 of 9 requests arrived.", demo.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 responses of the customer were handled by the bot flow.", demo.Output, StringComparison.Ordinal);
        Assert.Matches("bot flow  serverlessmessaging.postback.v1 [0-9a-f]{32} request=invoice-1001-approved-[0-9a-f]+ payload={\"event\":\"approval\",\"status\":\"accepted\"}", demo.Output);
        Assert.Matches("bot flow  serverlessmessaging.postback.v1 [0-9a-f]{32} request=invoice-1001-rejected-[0-9a-f]+ payload=\"I reject this request.\"", demo.Output);
        Assert.Contains("customer  Invoice #1001", demo.Output, StringComparison.Ordinal);
        Assert.Contains("sent by route openMessaging (quickReplies-as-card)", demo.Output, StringComparison.Ordinal);
        Assert.Contains("sent by route messagingEvents, attempt 1", demo.Output, StringComparison.Ordinal);
        Assert.Contains("-> queue messages", demo.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"scheduled\"", demo.Output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"deferred\"", demo.Output, StringComparison.Ordinal);
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task Demo_PublishedFunctionAppBehindAProxy_SendsEverySampleAndFillsTheBotFlowsQueue()
    {
        const string unreachable = "http://127.0.0.1:9";
        Assert.SkipUnless(LoopbackAzure.IsSupported, "Only on Linux does .NET read SSL_CERT_FILE, by which the processes trust the development host's certificates.");
        await using var demo = DevHostProcess.Start(
            ["--demo", .. FreePorts, "--published", await PublishedFunctionApp.FolderAsync()], ("http_proxy", unreachable), ("https_proxy", unreachable), ("no_proxy", "core.windows.net"));

        var exit = await demo.ExitAsync();

        Assert.True(exit == 0, $"{exit}\n{demo.Output}\n{demo.Errors}");
        Assert.Contains("9 of 9 requests arrived.", demo.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 responses of the customer reached the queue bot-events", demo.Output, StringComparison.Ordinal);
        Assert.Matches("queue     bot-events gets the event of invoice-1001-approved-[0-9a-f]+ {\"event\":\"approval\",\"status\":\"accepted\"}", demo.Output);
        Assert.Matches("queue     bot-events gets the event of invoice-1001-rejected-[0-9a-f]+ I reject this request.", demo.Output);
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task The_demo_may_be_repeated_with_kept_data()
    {
        var folder = Directory.CreateTempSubdirectory("demo-data-");
        for (var run = 0; run < 2; run++)
        {
            await using var demo = DevHostProcess.Start(["--demo", .. FreePorts, "--data", folder.FullName]);
            Assert.True(await demo.ExitAsync() == 0, $"{demo.Output}\n{demo.Errors}");
        }

        Assert.NotEmpty(folder.GetFiles("*", SearchOption.AllDirectories));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task It_stays_up_tells_how_to_try_it_and_stops_at_a_signal()
    {
        await using var host = DevHostProcess.Start([.. FreePorts, "--function-key", "mine"]);
        var curl = await host.LineAsync("curl ");
        await host.LineAsync("Ctrl+C");

        using var http = LoopbackClient.Create();
        http.DefaultRequestHeaders.Add("x-functions-key", "mine");
        using var content = new StringContent(curl.Split("-d '")[1].TrimEnd('\''), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(curl.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal)), content, TestContext.Current.CancellationToken);
        await host.TerminateAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, await host.ExitAsync());
        Assert.Contains("Stopped.", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--functions-port")]
    [InlineData("--simulator-port")]
    [InlineData("--vault-port")]
    public async Task A_port_in_use_is_one_line_with_the_remedy(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var arguments = FreePorts.ToArray();
        arguments[Array.IndexOf(arguments, option) + 1] = port;
        await using var host = DevHostProcess.Start(arguments);

        Assert.Equal(2, await host.ExitAsync());
        var line = Assert.Single(host.Errors.Split('\n'));
        Assert.Contains($"{port} ({option})", line, StringComparison.Ordinal);
        Assert.Contains("choose another port", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_Node_is_one_line_with_the_remedy()
    {
        await using var host = DevHostProcess.Start(FreePorts, ("PATH", "/nowhere"));

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("Install Node 20 or newer", Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--no-simulator needs settings", "KeyVault:Uri", 2, "--no-simulator", "--functions-port", "0")]
    [InlineData("join needs storage", "--join needs --storage", 2, "--join", "http://127.0.0.1:7072")]
    [InlineData("the demo is not for real people", "must not write to real people", 2, "--demo", "--no-simulator")]
    [InlineData("a bot flow that is no URL", "--bot-flow needs an https URL", 2, "--bot-flow", "http://example.com")]
    [InlineData("a bot flow without the simulator", "BotFlows:{name}", 2, "--no-simulator", "--bot-flow", "https://example.com")]
    [InlineData("a published folder that is missing", "worker.config.json does not exist", 2, "--published", "missing")]
    [InlineData("a published app that joins", "neither with --join nor", 2, "--published", "missing", "--join", "http://127.0.0.1:7072", "--storage", "UseDevelopmentStorage=true")]
    [InlineData("a published app and a bot flow of this machine", "no address of this machine", 2, "--published", "missing", "--bot-flow", "http://127.0.0.1:5080")]
    [InlineData("an unknown option", "--prot", 2, "--prot", "7")]
    [InlineData("a port that is none", "0 to 65535", 2, "--vault-port", "70000")]
    public async Task A_wrong_command_line_is_explained(string what, string message, int exit, params string[] arguments)
    {
        await using var host = DevHostProcess.Start(arguments, ("KeyVault__Uri", ""), ("Genesys__Region", ""));

        Assert.Equal((what, exit), (what, await host.ExitAsync()));
        Assert.Contains(message, host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Genesys__AttemptTimeout", "10s", "Genesys:AttemptTimeout")]
    [InlineData("Sending__HttpBudget", "00:00:03", "Sending:HttpBudget, BatchBudget and SendBudget must be longer")]
    [InlineData("Sending__HttpBudget", "10:00:00", "Sending:HttpBudget: The field")]
    public async Task A_wrong_setting_is_one_line_that_names_it(string name, string value, string message)
    {
        await using var host = DevHostProcess.Start(FreePorts, (name, value));

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains(message, Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_WrongSetting_IsOneLineThatNamesIt()
    {
        Assert.SkipUnless(LoopbackAzure.IsSupported, "Only on Linux does .NET read SSL_CERT_FILE, by which the processes trust the development host's certificates.");
        await using var host = DevHostProcess.Start([.. FreePorts, "--published", await PublishedFunctionApp.FolderAsync()], ("Sending__HttpBudget", "00:00:03"));

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("Sending:HttpBudget, BatchBudget and SendBudget must be longer", Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_works_behind_a_proxy()
    {
        const string nowhere = "http://127.0.0.1:9";
        await using var demo = DevHostProcess.Start(["--demo", .. FreePorts], ("http_proxy", nowhere), ("https_proxy", nowhere), ("NO_PROXY", ""), ("no_proxy", ""));

        Assert.True(await demo.ExitAsync() == 0, $"{demo.Output}\n{demo.Errors}");
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        await using var host = DevHostProcess.Start(["--help"]);

        Assert.Equal(0, await host.ExitAsync());
        foreach (var option in new[] { "--demo", "--functions-port", "--simulator-port", "--vault-port", "--function-key", "--storage", "--data", "--join", "--no-simulator", "--bot-flow", "--published" })
        {
            Assert.Contains(option, host.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_joins_a_running_simulator_and_its_end_ends_nothing_else()
    {
        await using var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        await using var host = DevHostProcess.Start(
            ["--join", simulator.Address.ToString(), "--storage", await TestStorage.NewAccountAsync(), "--functions-port", "0"]);
        var functions = new Uri((await host.LineAsync("Functions")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        using var http = LoopbackClient.Create();
        http.DefaultRequestHeaders.Add("x-functions-key", "local");
        using var content = new StringContent(SendRequests.Text, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri(functions, "/api/messages"), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var control = new SimulatorControl(simulator.Address);
        Assert.Single(await control.MessagesAsync());
    }

    [Fact]
    public async Task Joining_nobody_is_one_line_with_the_remedy()
    {
        await using var host = DevHostProcess.Start(["--join", "http://127.0.0.1:1", "--storage", "UseDevelopmentStorage=true", "--functions-port", "0"]);

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("No simulator responds", Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }
}
