using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Runs the Bicep compiler of the NuGet package Azure.Bicep.CommandLine.linux-x64.</summary>
internal static class BicepCompiler
{
    private static readonly string Program =
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "BicepCompiler").Value!;

    private static readonly ConcurrentDictionary<string, Lazy<Task<BicepRun>>> Builds = new();

    /// <summary>The folder of the templates.</summary>
    public static string Templates { get; } = Path.Combine(RepositoryFolder.Find(), "infra");

    /// <summary>Compiles a parameter file and the template that it uses, once in this process.</summary>
    public static Task<BicepRun> BuildAsync(string parameterFile) =>
        // Without a restore, a module of a registry is an error.
        Builds.GetOrAdd(parameterFile, file => new(() => RunAsync("build-params", Path.Combine(Templates, file), "--no-restore", "--stdout"))).Value;

    /// <summary>The ARM template that a parameter file uses.</summary>
    public static async Task<JsonElement> CompileTemplateAsync(string parameterFile)
    {
        var run = await BuildAsync(parameterFile);
        Assert.True(run.ExitCode == 0, run.Diagnostics);
        using var output = JsonDocument.Parse(run.Output);
        using var template = JsonDocument.Parse(output.RootElement.GetProperty("templateJson").GetString()!);
        return template.RootElement.Clone();
    }

    public static async Task<BicepRun> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64,
            "The Bicep compiler of the tests is a program for Linux on x64.");
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Parameter files read environment variables; without any they take their defaults.
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var kill = timeout.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var diagnostics = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return new(process.ExitCode, await output, await diagnostics);
    }
}

/// <summary>How the compiler ended, and what it wrote to standard output and standard error.</summary>
internal sealed record BicepRun(int ExitCode, string Output, string Diagnostics);
