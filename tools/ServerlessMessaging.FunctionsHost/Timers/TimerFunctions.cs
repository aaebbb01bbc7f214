using System.Text.Json;
using Microsoft.Extensions.Logging;
using NCrontab;
using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Settings;

namespace ServerlessMessaging.FunctionsHost.Timers;

/// <summary>The timer functions, in UTC. A function does not overlap itself: an occurrence during a run is skipped.</summary>
internal sealed class TimerFunctions(Invoker invoker, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // Task.Delay is limited to 49 days; an occurrence can be a year away.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];

    /// <exception cref="FunctionAppHostException">A schedule is invalid.</exception>
    public void Start(IReadOnlyList<HostedFunction> functions, HostSettings settings)
    {
        var timers = functions.Where(function => function.TriggerType == "timerTrigger").Select(function => (function, Schedule: Read(function, settings))).ToList();
        _loops.AddRange(timers.Select(timer => RunAsync(timer.function, timer.Schedule)));
    }

    /// <summary>Runs a function once, for the administration endpoint.</summary>
    public Task CallAsync(HostedFunction function) => InvokeAsync(function, new { Schedule = new { }, IsPastDue = false });

    /// <summary>Starts no more runs and waits for those in flight.</summary>
    public async Task DrainAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
    }

    public async ValueTask DisposeAsync()
    {
        await DrainAsync();
        _stopping.Dispose();
    }

    private static CrontabSchedule Read(HostedFunction function, HostSettings settings)
    {
        var expression = settings.Resolve(function.Text("schedule") ?? string.Empty);
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 };
        return CrontabSchedule.TryParse(expression, options)
            ?? throw new FunctionAppHostException($"The schedule '{expression}' of function {function.Name} is not a cron expression of five or six fields.");
    }

    private async Task RunAsync(HostedFunction function, CrontabSchedule schedule)
    {
        try
        {
            DateTime? last = null;
            while (true)
            {
                var next = schedule.GetNextOccurrence(UtcNow());
                HostLog.TimerScheduled(logger, function.Name, next);
                await WaitUntilAsync(next);
                await RunOnceAsync(function, last, next, schedule.GetNextOccurrence(next));
                last = next;
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RunOnceAsync(HostedFunction function, DateTime? last, DateTime current, DateTime next)
    {
        try
        {
            var status = new { Last = last ?? default, Next = next, LastUpdated = current };
            await InvokeAsync(function, new { Schedule = new { AdjustForDST = true }, ScheduleStatus = status, IsPastDue = false });
        }
        catch (Exception exception)
        {
            HostLog.FunctionFailed(logger, exception, function.Name, "its timer");
        }
    }

    private Task InvokeAsync(HostedFunction function, object timerInfo) =>
        invoker.InvokeAsync(Invoker.CreateRequest(function, new TypedData { Json = JsonSerializer.Serialize(timerInfo) }), CancellationToken.None);

    private async Task WaitUntilAsync(DateTime next)
    {
        for (var rest = next - UtcNow(); rest > TimeSpan.Zero; rest = next - UtcNow())
        {
            await Task.Delay(rest < MaxDelay ? rest : MaxDelay, time, _stopping.Token);
        }
    }

    private DateTime UtcNow() => time.GetUtcNow().UtcDateTime;
}
