using System.Diagnostics;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Waits for processes by their id.</summary>
internal static class Processes
{
    /// <summary>Waits until a process has ended; the kernel takes a moment after a kill.</summary>
    public static Task WaitForEndAsync(int id) => Eventually.GetAsync(() => Task.FromResult(IsRunning(id)), running => !running, $"Process {id} is still running.");

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && !IsZombie(id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // A process that ended and whose parent has not asked for its exit code is still listed on Linux.
    private static bool IsZombie(int id) =>
        OperatingSystem.IsLinux() && File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
}
