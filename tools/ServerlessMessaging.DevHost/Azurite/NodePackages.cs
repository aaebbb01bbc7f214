using System.ComponentModel;
using System.Diagnostics;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Azurite;

/// <summary>The npm packages that development needs, installed on first use.</summary>
public static class NodePackages
{
    private const int MinNodeVersion = 20;

    /// <summary>Installs the packages of package-lock.json if they are not there yet; several processes may ask at once.</summary>
    /// <param name="progress">Gets a line before a long step.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    /// <returns>The folder <c>node_modules</c>.</returns>
    /// <exception cref="StartupException">Node or npm is missing or too old, or the installation failed.</exception>
    public static async Task<string> EnsureAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var root = RepositoryFolder.Find();
        var packages = Path.Combine(root, "node_modules");
        await CheckNodeAsync(cancellationToken);
        if (IsCurrent(root))
        {
            return packages;
        }

        using var exclusive = await LockAsync(root, cancellationToken);
        if (!IsCurrent(root))
        {
            progress("Installing npm packages (Azurite), once per clone; this takes about half a minute ...");
            await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], root, cancellationToken);
        }

        return packages;
    }

    // npm writes this file last and copies the lock's versions into it.
    private static bool IsCurrent(string root)
    {
        var installed = new FileInfo(Path.Combine(root, "node_modules", ".package-lock.json"));
        return installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(root, "package-lock.json"));
    }

    private static async Task CheckNodeAsync(CancellationToken cancellationToken)
    {
        var version = (await RunAsync("node", ["--version"], null, cancellationToken)).Trim();
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < MinNodeVersion)
        {
            throw new StartupException($"Node {version} is too old for Azurite. Install Node {MinNodeVersion} or newer.");
        }
    }

    private static async Task<FileStream> LockAsync(string root, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"serverless-messaging-npm-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(root)))[..16]}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another process installs the packages; a file lock has no event to wait for.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string? folder, CancellationToken cancellationToken)
    {
        var windowsScript = OperatingSystem.IsWindows() && program == "npm";
        var start = new ProcessStartInfo(windowsScript ? "npm.cmd" : program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? await output
                : throw new StartupException($"'{program} {string.Join(' ', arguments)}' failed: {LastLine(await errors)}. Run it in the repository's folder to see why.");
        }
        catch (Win32Exception exception)
        {
            throw new StartupException($"'{program}' was not found. Install Node {MinNodeVersion} or newer with npm, or give --storage <connection string>.", exception);
        }
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "no message";
}
