using ServerlessMessaging.Health;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Health;

public sealed class QueueWatchTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task Measure_EachQueue_LogsDepthAndAge()
    {
        await MeasureAsync();

        Assert.Equal(QueueNames.All.Count, _product.Log.EventIds.Count(id => id == EventIds.QueueMeasured));
        Assert.All(QueueNames.All, queue => Assert.Contains($"Queue {queue} holds 0 messages; the oldest one that is due has waited 0 s", _product.Log.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Measure_ScheduledMessage_AgeCountsFromItsDueTime()
    {
        await _product.PostAsync(Requests.With("\"sendAt\":\"2026-11-27T12:00:00Z\""));
        _product.Time.Advance(TimeSpan.FromDays(4));
        await MeasureAsync();
        Assert.Contains("Queue messages-deferred holds 1 messages; the oldest one that is due has waited 0 s", _product.Log.Text, StringComparison.Ordinal);

        _product.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(90));
        await MeasureAsync();
        Assert.Contains("Queue messages-deferred holds 1 messages; the oldest one that is due has waited 90 s", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measure_QueuedMessage_AgeCountsFromItsPut()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        await MeasureAsync();

        Assert.Contains("Queue messages-deferred holds 1 messages; the oldest one that is due has waited 300 s", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measure_QueuesUnavailable_LogsOnceAndDoesNotThrow()
    {
        _product.Queues.PropertyReads.Refuse();

        await MeasureAsync();

        Assert.Single(_product.Log.EventIds, EventIds.QueuesNotMeasured);
        Assert.Contains("6 queues could not be measured (status 503)", _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Task MeasureAsync() => _product.Get<QueueWatch>().MeasureAsync();
}
