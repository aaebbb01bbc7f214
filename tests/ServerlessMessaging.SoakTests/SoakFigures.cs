using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.SoakTests;

/// <summary>What a soak test found beside what was promised: rows of a table in artifacts/soak, as they come, so that a test that breaks off leaves them too.</summary>
internal sealed class SoakFigures
{
    private readonly string _test;
    private readonly string _file;

    /// <summary>Begins anew.</summary>
    /// <param name="test">The test's name.</param>
    public SoakFigures(string test)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Find(), "artifacts", "soak", SoakSize.Choose("small", SoakSize.Whole)));
        var name = string.Join('-', test.Split([' ', ',', '\''], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        (_test, _file) = (test, Path.Combine(folder.FullName, $"{name}.md"));
        File.Delete(_file);
    }

    /// <summary>Keeps a figure.</summary>
    /// <param name="promise">What was promised, or what was done.</param>
    /// <param name="figure">What was found.</param>
    public void Add(string promise, string figure)
    {
        var row = $"| {_test} | {promise} | {figure} |";
        File.AppendAllLines(_file, [row]);
        TestContext.Current.TestOutputHelper?.WriteLine(row);
    }

    /// <summary>Keeps a number.</summary>
    public void Add(string promise, int figure) => Add(promise, $"{figure:N0}");
}
