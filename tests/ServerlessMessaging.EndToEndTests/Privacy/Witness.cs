using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Text;
using Azure.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>
/// Hears everything that a process tells about itself: every category's log at the lowest level with scopes, values and exceptions,
/// the storage and vault clients' own events, activities, measurements, and the console.
/// </summary>
internal sealed class Witness : TextWriter, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _heard = new();
    private readonly TextWriter _console = Console.Out;
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements;
    private readonly AzureEventSourceListener _azure;

    public Witness()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear("measurement", instrument.Name, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear("measurement", instrument.Name, tags));
        _measurements.Start();
        _azure = new AzureEventSourceListener((_, text) => _heard.Enqueue($"azure: {text}"), EventLevel.Verbose);
        Console.SetOut(this);
    }

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What was heard so far.</summary>
    public IReadOnlyList<string> Heard => [.. _heard];

    /// <summary>Hears the functions that have these services, whatever their own filters keep back.</summary>
    public void Attach(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(this);
        services.Configure<LoggerFilterOptions>(filters => filters.Rules.Add(new(typeof(Witness).FullName, null, LogLevel.Trace, null)));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public override void Write(char value) => _console.Write(value);

    public override void Write(string? value)
    {
        _heard.Enqueue($"console: {value}");
        _console.Write(value);
    }

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    protected override void Dispose(bool disposing)
    {
        Console.SetOut(_console);
        _activities.Dispose();
        _measurements.Dispose();
        _azure.Dispose();
        base.Dispose(disposing);
    }

    private void Hear(Activity activity)
    {
        Hear("activity", $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}", [.. activity.TagObjects]);
        Hear("baggage", activity.OperationName, [.. activity.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value))]);
        foreach (var happening in activity.Events)
        {
            Hear("activity event", happening.Name, [.. happening.Tags]);
        }
    }

    private void Hear(string kind, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _heard.Enqueue($"{kind}: {name} {Text(tags.ToArray())}");

    private static string Text(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values
        ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
        : state?.ToString() ?? string.Empty;

    private sealed class Logger(Witness witness, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            witness._heard.Enqueue($"{category} scope: {Text(state)} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            witness._heard.Enqueue($"{category} {eventId.Id}: {formatter(state, exception)} {Text(state)} {exception}");
    }
}
