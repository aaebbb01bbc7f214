using System.Diagnostics;

namespace ServerlessMessaging.DevHost.Node;

/// <summary>A script of Node that ends when its standard input ends.</summary>
internal static class NodeProgram
{
    private const string Bootstrap = "process.stdin.resume().on('end', () => process.exit()); import(require('node:url').pathToFileURL(process.argv[1]).href);";

    /// <param name="arguments">The script and its arguments.</param>
    /// <param name="environment">Its environment variables.</param>
    public static ProcessStartInfo Create(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo("node", ["-e", Bootstrap, "--", .. arguments]);
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return start;
    }
}
