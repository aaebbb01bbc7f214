using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.Tests.House;

/// <summary>Files of one idea.</summary>
public sealed class FilesTests
{
    private static readonly string Root = RepositoryFolder.Find();

    private static readonly (string Path, int Lines)[] Sources =
    [
        .. new[] { "src", "tests" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadLines(path).Count())),
    ];

    [Fact]
    public void No_file_has_more_than_300_lines() => Assert.DoesNotContain(Sources, file => file.Lines > 300);

    [Fact]
    public void Half_of_the_products_files_have_fewer_than_60_lines()
    {
        var lines = Sources.Where(file => file.Path.StartsWith("src", StringComparison.Ordinal)).Select(file => file.Lines).Order().ToArray();

        Assert.True(lines[lines.Length / 2] < 60, $"The median is {lines[lines.Length / 2]}.");
    }

    [Fact]
    public void Program_has_at_most_15_lines() =>
        Assert.InRange(File.ReadLines(Path.Combine(Root, "src", "ServerlessMessaging.Functions", "Program.cs")).Count(), 1, 15);

    [Fact]
    public void Each_function_has_a_file_of_its_name()
    {
        var functions = ServerlessMessaging.LocalRuntime.FunctionCatalog.From(typeof(ServerlessMessaging.Functions.FunctionsSetup).Assembly).Functions;

        Assert.All(functions, function => Assert.True(File.Exists(Path.Combine(Root, "src", "ServerlessMessaging.Functions", $"{function.Name}.cs")), function.Name));
    }
}
