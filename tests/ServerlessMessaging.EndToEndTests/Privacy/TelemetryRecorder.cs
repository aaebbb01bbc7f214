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
/// Records all telemetry of the process: activities, measurements, the events of the storage and vault clients, both streams of the console,
/// and of the functions it is attached to every log at the lowest level, with scopes, values and exceptions.
/// </summary>
internal sealed class TelemetryRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly (TextWriter Out, TextWriter Error) _console = (Console.Out, Console.Error);
    private readonly ActivityListener _activities;
    private readonly MeterListener _measurements;
    private readonly AzureEventSourceListener _azure;

    public TelemetryRecorder()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Record,
        };
        ActivitySource.AddActivityListener(_activities);
        _measurements = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Record("measurement", instrument.Name, tags));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Record("measurement", instrument.Name, tags));
        _measurements.Start();
        _azure = new AzureEventSourceListener((_, text) => _lines.Enqueue($"azure: {text}"), EventLevel.Verbose);
        Console.SetOut(new ConsoleRecorder(this, _console.Out));
        Console.SetError(new ConsoleRecorder(this, _console.Error));
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Records the logs of the functions that have these services, whatever their own filters drop.</summary>
    public void Attach(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(this);
        services.Configure<LoggerFilterOptions>(filters => filters.Rules.Add(new(typeof(TelemetryRecorder).FullName, null, LogLevel.Trace, null)));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        Console.SetOut(_console.Out);
        Console.SetError(_console.Error);
        _activities.Dispose();
        _measurements.Dispose();
        _azure.Dispose();
    }

    private void Record(Activity activity)
    {
        Record("activity", $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {activity.TraceStateString}", [.. activity.TagObjects]);
        Record("baggage", activity.OperationName, [.. activity.Baggage.Select(item => KeyValuePair.Create(item.Key, (object?)item.Value))]);
        foreach (var activityEvent in activity.Events)
        {
            Record("activity event", activityEvent.Name, [.. activityEvent.Tags]);
        }

        foreach (var link in activity.Links)
        {
            Record("activity link", activity.OperationName, [.. link.Tags ?? []]);
        }
    }

    private void Record(string kind, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _lines.Enqueue($"{kind}: {name} {Text(tags.ToArray())}");

    private static string Text(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values
        ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
        : state?.ToString() ?? string.Empty;

    private sealed class Logger(TelemetryRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            recorder._lines.Enqueue($"{category} scope: {Text(state)} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            recorder._lines.Enqueue($"{category} {eventId.Id}: {formatter(state, exception)} {Text(state)} {exception}");
    }

    private sealed class ConsoleRecorder(TelemetryRecorder recorder, TextWriter console) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => console.Write(value);

        public override void Write(string? value)
        {
            recorder._lines.Enqueue($"console: {value}");
            console.Write(value);
        }

        // The overloads for spans, arrays and builders call this one.
        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Flush() => console.Flush();
    }
}
