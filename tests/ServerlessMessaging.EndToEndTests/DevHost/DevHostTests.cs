using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Storage.Queues;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Published;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.Smoke;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.DevHost;

public sealed class DevHostTests
{
    private const string UnreachableProxy = "http://127.0.0.1:9";

    private static readonly string[] FreePorts = ["--functions-port", "0", "--simulator-port", "0", "--vault-port", "0", "--storage-port", "0"];

    [Fact]
    public async Task Demo_UnreachableProxyConfigured_SendsEverySample()
    {
        await using var demo = DevHostProcess.Start(["--demo", .. FreePorts], ("http_proxy", UnreachableProxy), ("https_proxy", UnreachableProxy), ("NO_PROXY", ""), ("no_proxy", ""));

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
    public async Task Demo_PublishedFunctionAppBehindAProxy_SendsEverySample()
    {
        Assert.SkipUnless(LoopbackAzure.IsSupported, "Only on Linux does .NET read SSL_CERT_FILE, by which the processes trust the development host's certificates.");
        await using var demo = DevHostProcess.Start(
            ["--demo", .. FreePorts, "--published", await PublishedFunctionApp.FolderAsync()], ("http_proxy", UnreachableProxy), ("https_proxy", UnreachableProxy), ("no_proxy", "core.windows.net"));

        var exit = await demo.ExitAsync();

        Assert.True(exit == 0, $"{exit}\n{demo.Output}\n{demo.Errors}");
        Assert.Contains("9 of 9 requests arrived.", demo.Output, StringComparison.Ordinal);
        Assert.Contains("2 of 2 responses of the customer reached the queue bot-events", demo.Output, StringComparison.Ordinal);
        Assert.Matches("queue     bot-events gets the event of invoice-1001-approved-[0-9a-f]+ {\"event\":\"approval\",\"status\":\"accepted\"}", demo.Output);
        Assert.Matches("queue     bot-events gets the event of invoice-1001-rejected-[0-9a-f]+ I reject this request.", demo.Output);
        Assert.Empty(demo.Errors);
    }

    [Fact]
    public async Task Demo_KeptData_CanBeRepeated()
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
    public async Task Run_FunctionKeySet_ServesTheSuggestedCallAndStopsAtASignal()
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

    [Fact]
    public async Task Start_SameStoragePort_PrintsTheSameQueueUrlThatAddsMessages()
    {
        var port = ThreeFreePorts();
        var arguments = FreePorts.ToArray();
        arguments[^1] = port.ToString(CultureInfo.InvariantCulture);
        var urls = new List<Uri>();
        for (var run = 0; run < 2; run++)
        {
            await using var host = DevHostProcess.Start(arguments);
            var functions = new Uri(Value(await host.LineAsync("Functions")));
            urls.Add(new Uri(Value(await host.LineAsync("Queue"))));

            await new QueueClient(urls[run]).SendMessageAsync(SendRequests.WithId($"queued-{run}"), TestContext.Current.CancellationToken);

            using var http = LoopbackClient.Create();
            http.DefaultRequestHeaders.Add("x-functions-key", "local");
            await Eventually.GetAsync(() => ReadAsync(http, new Uri(functions, $"/api/messages/queued-{run}")), record => record.Contains("\"sent\"", StringComparison.Ordinal), record => record);
            await host.TerminateAsync();
            Assert.Equal(0, await host.ExitAsync());
        }

        Assert.Equal(urls[0], urls[1]);
        Assert.Equal(port + 1, urls[0].Port);
    }

    [Theory]
    [InlineData("--functions-port")]
    [InlineData("--simulator-port")]
    [InlineData("--vault-port")]
    [InlineData("--storage-port")]
    public async Task Start_PortInUse_ExitsWithTheRemedy(string option)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var arguments = FreePorts.ToArray();
        arguments[Array.IndexOf(arguments, option) + 1] = port;
        await using var host = DevHostProcess.Start(arguments);

        Assert.Equal(2, await host.ExitAsync());
        var line = Assert.Single(host.Errors.Split('\n'));
        Assert.Contains($"{port} ({option})", line, StringComparison.Ordinal);
        Assert.Contains("choose another port", line, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NodeMissing_ExitsWithTheRemedy()
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
    [InlineData("a published app that joins", "does not go with --join", 2, "--published", "missing", "--join", "http://127.0.0.1:7072", "--storage", "UseDevelopmentStorage=true")]
    [InlineData("a published app and a bot flow of this machine", "no address of this machine", 2, "--published", "missing", "--bot-flow", "http://127.0.0.1:5080")]
    [InlineData("a storage port and an account", "--data and --storage-port are for Azurite", 2, "--storage-port", "10000", "--storage", "UseDevelopmentStorage=true")]
    [InlineData("a storage port without two more behind it", "0 to 65533", 2, "--storage-port", "65534")]
    [InlineData("an unknown option", "--prot", 2, "--prot", "7")]
    [InlineData("a port that is none", "0 to 65535", 2, "--vault-port", "70000")]
    public async Task Start_InvalidCommandLine_ExitsWithTheReason(string what, string message, int exit, params string[] arguments)
    {
        await using var host = DevHostProcess.Start(arguments, ("KeyVault__Uri", ""), ("Genesys__Region", ""));

        Assert.Equal((what, exit), (what, await host.ExitAsync()));
        Assert.Contains(message, host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Records__Retention", "15d", "Records:Retention")]
    [InlineData("Webhook__SecretNames__0", "no/slash", "Webhook:SecretNames must be names of secrets")]
    [InlineData("Records__Retention", "14.00:00:00", "Records:Retention: The field")]
    [InlineData("ProblemTypeBase", "errors.md", "ProblemTypeBase must be")]
    public async Task Start_InvalidSetting_ExitsWithItsName(string name, string value, string message)
    {
        await using var host = DevHostProcess.Start(FreePorts, (name, value));

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains(message, Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InvalidSettingOfAPublishedApp_ExitsWithItsName()
    {
        Assert.SkipUnless(LoopbackAzure.IsSupported, "Only on Linux does .NET read SSL_CERT_FILE, by which the processes trust the development host's certificates.");
        await using var host = DevHostProcess.Start([.. FreePorts, "--published", await PublishedFunctionApp.FolderAsync()], ("Webhook__SecretNames__0", "no/slash"));

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("Webhook:SecretNames must be names of secrets", Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_NoOtherOption_NamesEveryOption()
    {
        await using var host = DevHostProcess.Start(["--help"]);

        Assert.Equal(0, await host.ExitAsync());
        foreach (var option in new[] { "--demo", "--functions-port", "--simulator-port", "--vault-port", "--storage-port", "--function-key", "--storage", "--data", "--join", "--no-simulator", "--bot-flow", "--published" })
        {
            Assert.Contains(option, host.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Join_RunningSimulator_SendsToIt()
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
    public async Task Join_NoSimulator_ExitsWithTheReason()
    {
        await using var host = DevHostProcess.Start(["--join", "http://127.0.0.1:1", "--storage", "UseDevelopmentStorage=true", "--functions-port", "0"]);

        Assert.Equal(2, await host.ExitAsync());
        Assert.Contains("No simulator responds", Assert.Single(host.Errors.Split('\n')), StringComparison.Ordinal);
    }

    // What a line of the development host says beside its name.
    private static string Value(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];

    private static async Task<string> ReadAsync(HttpClient http, Uri address)
    {
        using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static int ThreeFreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                using var third = new TcpListener(IPAddress.Loopback, port + 2);
                second.Start();
                third.Start();
                return port;
            }
            catch (SocketException)
            {
                // Others use one of them; the next try finds three more.
            }
        }
    }
}
