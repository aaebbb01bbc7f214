using System.Diagnostics;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Looks at processes by their id.</summary>
internal static class Processes
{
    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
