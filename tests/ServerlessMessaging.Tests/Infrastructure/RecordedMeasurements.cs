using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Collects the measurements of one meter.</summary>
internal sealed class RecordedMeasurements : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, string Text)> _measured = new();
    private readonly MeterListener _listener = new();

    public RecordedMeasurements(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MessagingMetrics.Name && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The measurements of an instrument: tags and value.</summary>
    public IReadOnlyList<string> Find(string instrument) => [.. _measured.Where(one => one.Instrument == instrument).Select(one => one.Text)];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _measured.Enqueue(
        (instrument.Name, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))} {value}")));
}
