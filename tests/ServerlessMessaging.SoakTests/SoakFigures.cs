using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.SoakTests;

/// <summary>The results of a soak test beside its promises: rows of a table in artifacts/soak, written at once, so that an aborted test leaves them too.</summary>
internal sealed class SoakFigures
{
    private readonly string _test;
    private readonly string _file;

    /// <summary>Starts an empty file.</summary>
    /// <param name="test">The test's name.</param>
    public SoakFigures(string test)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Find(), "artifacts", "soak", SoakSize.Select("small", SoakSize.Whole)));
        var name = string.Join('-', test.Split([' ', ',', '\''], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
        (_test, _file) = (test, Path.Combine(folder.FullName, $"{name}.md"));
        File.Delete(_file);
    }

    /// <summary>Writes a row.</summary>
    /// <param name="promise">What is promised, or what was done.</param>
    /// <param name="figure">The result.</param>
    public void Add(string promise, string figure)
    {
        var row = $"| {_test} | {promise} | {figure} |";
        File.AppendAllLines(_file, [row]);
        TestContext.Current.TestOutputHelper?.WriteLine(row);
    }

    /// <summary>Writes a row with a number.</summary>
    public void Add(string promise, int figure) => Add(promise, $"{figure:N0}");
}
