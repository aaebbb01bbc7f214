namespace ServerlessMessaging.Tests.Infra;

/// <summary>The compiler and its linter (infra/bicepconfig.json) report nothing, not even a warning.</summary>
public sealed class BicepTests
{
    public static TheoryData<string> ParameterFiles => [.. Directory.GetFiles(BicepCompiler.Templates, "*.bicepparam").Select(path => Path.GetFileName(path))];

    [Fact]
    public async Task Lint_EveryTemplate_ReportsNothing()
    {
        var run = await BicepCompiler.RunAsync("lint", "--no-restore", "--pattern", Path.Combine(BicepCompiler.Templates, "**", "*.bicep"));

        Assert.Equal(string.Empty, run.Output + run.Diagnostics);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [MemberData(nameof(ParameterFiles))]
    public async Task BuildParams_EveryParameterFile_ReportsNothing(string file)
    {
        var run = await BicepCompiler.BuildAsync(file);

        Assert.Equal(string.Empty, run.Diagnostics);
        Assert.Equal(0, run.ExitCode);
    }
}
