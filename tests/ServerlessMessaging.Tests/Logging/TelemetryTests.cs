using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.Tests.Logging;

/// <summary>What an exporter that listens by the name of <see cref="Telemetry"/> gets.</summary>
public sealed class TelemetryTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Work_that_a_queue_brought_goes_on_in_the_trace_that_put_it_there()
    {
        using var listener = Listen();

        using var activity = Telemetry.Continue("send", TraceParent)!;

        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"), (activity.TraceId.ToString(), activity.ParentSpanId.ToString()));
        Assert.Equal((ActivityKind.Consumer, "send"), (activity.Kind, activity.OperationName));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    public void Work_with_no_or_a_broken_trace_begins_one(string? traceParent)
    {
        using var listener = Listen();

        using var activity = Telemetry.Continue("send", traceParent)!;

        Assert.Equal(default, activity.ParentSpanId);
        Assert.NotEqual(default, activity.TraceId);
    }

    [Fact]
    public void Messages_and_events_are_counted_by_what_came_of_them()
    {
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            lock (counted)
            {
                counted.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
            }
        });
        listener.Start();

        Telemetry.CountMessage("telemetry-test", "SM2201");
        Telemetry.CountEvent("telemetry-test.v1", "Delivered");

        lock (counted)
        {
            Assert.Contains("serverlessmessaging.messages 1 route=telemetry-test outcome=SM2201", counted);
            Assert.Contains("serverlessmessaging.events 1 type=telemetry-test.v1 outcome=Delivered", counted);
        }
    }

    private static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
