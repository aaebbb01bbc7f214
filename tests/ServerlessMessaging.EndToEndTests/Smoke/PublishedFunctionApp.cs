using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Smoke;

/// <summary>The function app as it is deployed.</summary>
internal static class PublishedFunctionApp
{
    private static readonly Lazy<Task<string>> Folder = new(PublishAsync);

    /// <summary>Publishes it, once for all tests: about a minute the first time and seconds afterwards.</summary>
    /// <returns>The folder.</returns>
    public static Task<string> FolderAsync() => Folder.Value;

    private static async Task<string> PublishAsync()
    {
        var root = RepositoryFolder.Find();
        var folder = Path.Combine(root, "artifacts", "smoke");
        // A build server that keeps running would keep the output open, and reading it would not end.
        await using var publish = ProgramProcess.Start(
            ["publish", Path.Combine(root, "src", "ServerlessMessaging.Functions"), "--configuration", "Release", "--output", folder, "--nologo", "--verbosity", "quiet", "-p:UseSharedCompilation=false"],
            ("MSBUILDDISABLENODEREUSE", "1"));
        return await publish.ExitAsync(TimeSpan.FromMinutes(10)) == 0
            ? folder
            : throw new InvalidOperationException($"The function app could not be published.\n{publish.Output}\n{publish.Errors}");
    }
}
