using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.EndToEndTests.Drills;

/// <summary>What a drill found beside what was promised. At its end, good or bad, it lies in artifacts/drills as rows of a table.</summary>
/// <param name="drill">The drill's name.</param>
internal sealed class DrillFigures(string drill) : IDisposable
{
    private readonly List<string> _rows = [];

    /// <summary>Keeps a figure.</summary>
    /// <param name="promise">What was promised, or what was done.</param>
    /// <param name="figure">What was found.</param>
    public void Add(string promise, string figure) => _rows.Add($"| {drill} | {promise} | {figure} |");

    /// <summary>Keeps a number.</summary>
    public void Add(string promise, int figure) => Add(promise, $"{figure:N0}");

    public void Dispose()
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryFolder.Find(), "artifacts", "drills", DrillSize.Of("small", DrillSize.Whole)));
        var name = string.Concat(drill.Select(character => char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-'));
        File.WriteAllLines(Path.Combine(folder.FullName, $"{name}.md"), _rows);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', _rows));
    }
}
