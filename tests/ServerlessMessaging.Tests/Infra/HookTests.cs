using System.Diagnostics;
using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The hooks of azd for Linux and macOS, run with a stub in place of the Azure CLI that records its calls.</summary>
public sealed partial class HookTests : IDisposable
{
    private static readonly string Hooks = Path.Combine(RepositoryFolder.Find(), "infra", "hooks");

    private static readonly (string, string)[] Workflow = [("CI", "true"), ("GENESYS_CLOUD_CLIENT_ID", "client"), ("GENESYS_CLOUD_REGION", "us-east-1"), ("VNET_ENABLED", "true"), ("ALERT_EMAIL", "a@example.com")];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hooks-");

    [Theory]
    [InlineData("GENESYS_CLOUD_CLIENT_ID")]
    [InlineData("GENESYS_CLOUD_REGION")]
    [InlineData("VNET_ENABLED")]
    [InlineData("ALERT_EMAIL")]
    public async Task Preprovision_VariableMissingInAWorkflow_FailsAndNamesIt(string missing)
    {
        var run = await RunAsync("preprovision.sh", "Registered", [.. Workflow.Where(variable => variable.Item1 != missing)]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{missing} is not set", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preprovision_OnAMachine_NeedsTheClientIdOnly()
    {
        Assert.Equal((0, string.Empty), Outcome(await RunAsync("preprovision.sh", "Registered", ("GENESYS_CLOUD_CLIENT_ID", "client"))));
        Assert.Empty(Calls());
    }

    [Theory]
    [InlineData("Registered", 0, "")]
    [InlineData("NotRegistered", 1, "az provider register --namespace Microsoft.App --wait")]
    [InlineData("Registering", 1, "az provider register --namespace Microsoft.App --wait")]
    [InlineData(null, 0, "Could not ask")]
    public async Task Preprovision_VirtualNetwork_NeedsTheProvider(string? state, int exitCode, string error)
    {
        var run = await RunAsync("preprovision.sh", state, Workflow);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(error, run.Errors, StringComparison.Ordinal);
        Assert.Equal(["provider show --namespace Microsoft.App --query registrationState --output tsv"], Calls());
    }

    [Fact]
    public async Task Postprovision_PrintedCommand_SetsOneKeyOnEveryFunctionOfACaller()
    {
        var run = await RunAsync("postprovision.sh", "Registered", Outputs);
        Assert.Equal((0, string.Empty), Outcome(run));

        var command = Command.Match(run.Output).Value.Trim().Replace("<caller>", "billing", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "command.sh"), command, TestContext.Current.CancellationToken);
        var keys = await RunAsync(Path.Combine(_folder.FullName, "command.sh"), "Registered");

        var key = keys.Output.Trim();
        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(
            new[] { "SendMessage", "SendMessageBatch", "GetMessage", "CancelMessage", "PreviewMessage" }.Select(
                function => $"functionapp function keys set --resource-group group --name app --function-name {function} --key-name billing --key-value {key} --output none"),
            Calls());
        Assert.DoesNotContain("listkeys", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("preprovision")]
    [InlineData("postprovision")]
    public async Task PowerShellHook_CommandsOfAzure_AreThoseOfTheShell(string hook)
    {
        var shell = await File.ReadAllTextAsync(Path.Combine(Hooks, $"{hook}.sh"), TestContext.Current.CancellationToken);
        var powerShell = await File.ReadAllTextAsync(Path.Combine(Hooks, $"{hook}.ps1"), TestContext.Current.CancellationToken);

        // Secrets are put by a module of PowerShell.
        Assert.Equal(AzureCommands(shell).Where(command => !command.Contains("keyvault", StringComparison.Ordinal)), AzureCommands(powerShell));
        Assert.Equal(Names(shell), Names(powerShell));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static (string, string)[] Outputs =>
        [("AZURE_RESOURCE_GROUP", "group"), ("FUNCTION_APP_NAME", "app"), ("KEY_VAULT_NAME", "vault"), ("WEBHOOK_URL", "https://app/api/webhooks/genesys"), ("API_URL", "https://app/api")];

    private static (int, string) Outcome(HookRun run) => (run.ExitCode, run.Errors);

    private static IEnumerable<string> AzureCommands(string text) => AzureCommand.Matches(text).Select(match => match.Value).Distinct().Order();

    private static IEnumerable<string> Names(string text) => Name.Matches(text).Select(match => match.Value).Where(name => name.EndsWith("Message", StringComparison.Ordinal) || name.EndsWith("Batch", StringComparison.Ordinal)).Distinct().Order();

    private string[] Calls() => File.Exists(Path.Combine(_folder.FullName, "calls")) ? File.ReadAllLines(Path.Combine(_folder.FullName, "calls")) : [];

    private async Task<HookRun> RunAsync(string hook, string? providerState, params (string Name, string Value)[] environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hooks of Windows are PowerShell.");
#pragma warning disable CA1416 // Not on Windows.
        var az = Path.Combine(_folder.FullName, "az");
        await File.WriteAllTextAsync(az, $"#!/bin/sh\necho \"$*\" >> '{_folder.FullName}/calls'\n{(providerState is null ? "exit 1" : $"[ \"$1\" != provider ] || echo {providerState}")}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        var start = new ProcessStartInfo("sh", [Path.Combine(Hooks, hook)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await errors);
    }

    [GeneratedRegex("^ *KEY=.*$", RegexOptions.Multiline)]
    private static partial Regex Command { get; }

    [GeneratedRegex(@"\baz [a-z]+ [a-z]+( [a-z]+)*")]
    private static partial Regex AzureCommand { get; }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\b")]
    private static partial Regex Name { get; }

    private sealed record HookRun(int ExitCode, string Output, string Errors);
}
