using System.Diagnostics;
using System.Text.Json;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.EndToEndTests.OfficialClient;

/// <summary>Runs a script of this folder, which uses Genesys' official client for JavaScript.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Writes the input to the script as JSON and reads its output.</summary>
    public static async Task<JsonElement> RunAsync(string name, object input)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await NodePackages.EnsureAsync(_ => { }, cancellation);
        var script = Path.Combine(RepositoryFolder.Find(), "tests", "ServerlessMessaging.EndToEndTests", "OfficialClient", name);
        using var process = Process.Start(new ProcessStartInfo("node", [script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(input, JsonSerializerOptions.Web));
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation).WaitAsync(Timeout, cancellation);
            Assert.True(process.ExitCode == 0, await errors);
            return JsonElement.Parse(await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
