using System.ComponentModel;
using System.Diagnostics;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>A child process that ends with this one, even if this one is killed.</summary>
internal static class TiedProcess
{
    // The shell's standard input is a pipe held open by this process only: its end means that this process has ended, and the child is killed.
    // Keyboard interrupts reach the whole process group; this process handles them.
    private const string Supervisor =
        """
        trap '' INT
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        { read -r _ <&3; kill -KILL $child; } >/dev/null 2>&1 &
        watcher=$!
        exec 3<&-
        wait $child
        status=$?
        kill $watcher 2>/dev/null
        exit $status
        """;

    public static ProcessStartInfo Create(string program, IEnumerable<string> arguments)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("/bin/sh", ["-c", Supervisor, "sh", program, .. arguments]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return start;
    }

    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            var process = Process.Start(start)!;
            if (OperatingSystem.IsWindows())
            {
                WindowsJob.Add(process);
            }

            return process;
        }
        catch (Win32Exception exception)
        {
            throw new FunctionAppHostException($"The worker '{start.FileName}' could not be started: {exception.Message}", exception);
        }
    }
}
