using System.Diagnostics;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Deployment;

/// <summary>infra/check.sh against the function app, with stubs of az and azd. It was never run on Azure.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private const string Tester = "recipient@example.com";
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(2);
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The check is a script for bash.");
        _system = await TestSystem.StartAsync();
    }

    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Check_HealthyApp_PassesAndSendsOneCard()
    {
        using var azure = new AzureStub();

        var (exit, output) = await RunAsync(azure, Tester);

        Assert.True(exit == 0, output);
        Assert.EndsWith("All checks passed.", output.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", output, StringComparison.Ordinal);
        Assert.Contains("Deployment check", Assert.Single(await _system.Control.MessagesAsync()).ToString(), StringComparison.Ordinal);
        Assert.Single(_system.StorageRequests.Puts, put => put.Queue == "messages-deferred");
    }

    [Fact]
    public async Task Check_HealthyApp_StartsTheDailyTimerAndPostsAnUnsignedWebhook()
    {
        using var azure = new AzureStub();

        await RunAsync(azure, Tester, "group-2", "func-2");

        await _system.Log.WaitAsync(EventIds.ExpiredRowsDeleted);
        Assert.Contains(EventIds.WebhookRefused, _system.Log.EventIds);
        Assert.DoesNotContain(azure.Recorded, call => call.StartsWith("azd ", StringComparison.Ordinal));
        Assert.Contains(azure.Recorded, call => call.StartsWith("az functionapp keys list --resource-group group-2 --name func-2 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_EveryAlert_HasItsQueryRunUnchanged()
    {
        using var azure = new AzureStub();

        await RunAsync(azure, Tester);

        Assert.Equal(azure.Rules.Select(AzureStub.QueryOf), azure.Queries.Take(azure.Rules.Count));
        Assert.Contains(azure.Queries, query => query.Contains(" == 14020 | count", StringComparison.Ordinal));
    }

    // Keys would be visible in the list of processes, and in a log of a workflow.
    [Fact]
    public async Task Check_Keys_AreInNoArgumentAndNoOutput()
    {
        using var azure = new AzureStub();

        var (_, output) = await RunAsync(azure, Tester);

        var seen = $"{output}\n{string.Join('\n', azure.Recorded)}";
        Assert.Contains("az functionapp function keys list --resource-group group-1 --name func-1 --function-name SendMessage ", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSystem.FunctionKey, seen, StringComparison.Ordinal);
        Assert.DoesNotContain(AzureStub.MasterKey, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_QueryWithAnError_FailsAndNamesTheRule()
    {
        using var azure = new AzureStub(failingQuery: "Rule = 'alert-x-poison-queue'");

        var (exit, output) = await RunAsync(azure, Tester);

        Assert.Equal(1, exit);
        Assert.Contains("FAIL  query of alert-x-poison-queue: ERROR: Bad Request: SEM0100", output, StringComparison.Ordinal);
        Assert.EndsWith("1 checks failed.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_RuleMissing_Fails()
    {
        using var azure = new AzureStub();
        azure.WriteRules(azure.Rules.Skip(1));

        var (exit, output) = await RunAsync(azure, Tester);

        Assert.Equal(1, exit);
        Assert.Contains($"FAIL  alerts: {azure.Rules.Count - 1} rules, and alerts.json has {azure.Rules.Count}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NoLogOfATimer_Fails()
    {
        using var azure = new AzureStub(logRows: 0);

        var (exit, output) = await RunAsync(azure, Tester);

        Assert.Equal(1, exit);
        Assert.Contains("FAIL  timer MeasureQueues: no event 14020 in 15 minutes", output, StringComparison.Ordinal);
        Assert.Contains("FAIL  timer PurgeExpiredRecords: no event 14025 since ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SecretMissing_FailsAndNamesIt()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:Clients:0:SecretName", "not-there"));
        using var azure = new AzureStub();

        var (exit, output) = await RunAsync(system, azure, Tester);

        Assert.Equal(1, exit);
        Assert.Matches("FAIL  health: 503", output);
        Assert.Matches("FAIL  vault: .*not-there", output);
    }

    [Fact]
    public async Task Check_UnknownUser_FailsWithTheReason()
    {
        using var azure = new AzureStub();

        var (exit, output) = await RunAsync(azure, "nobody@example.com");

        Assert.Equal(1, exit);
        Assert.Matches("FAIL  card: 200 .*\"status\": *\"failed\"", output);
    }

    [Theory]
    [InlineData]
    [InlineData("no-address")]
    [InlineData("a\"b@example.com")]
    [InlineData(Tester, "group-1")]
    public async Task Check_WrongArguments_ShowsTheUsage(params string[] arguments)
    {
        using var azure = new AzureStub();

        var (exit, output) = await RunAsync(azure, arguments);

        Assert.Equal(2, exit);
        Assert.Contains("infra/check.sh <email address of a Genesys user> [<resource group> <function app>]", output, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output)> RunAsync(AzureStub azure, params string[] arguments) => RunAsync(_system, azure, arguments);

    private static async Task<(int Exit, string Output)> RunAsync(TestSystem system, AzureStub azure, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(AzureStub.Infra, "check.sh"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{azure.Folder}:{start.Environment["PATH"]}";
        start.Environment["STUB_KEY"] = TestSystem.FunctionKey;
        start.Environment["API_URL"] = $"{system.Functions}api";
        start.Environment["CHECK_WAIT"] = "3";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(MaxRun, TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
