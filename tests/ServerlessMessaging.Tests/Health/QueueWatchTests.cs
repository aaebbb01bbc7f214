using ServerlessMessaging.Health;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Health;

/// <summary>How full the queues are, for the alerts.</summary>
public sealed class QueueWatchTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task Every_queue_has_a_line_with_its_poison()
    {
        await LookAsync();

        Assert.Equal(QueueNames.All.Count, _product.Log.EventIds.Count(id => id == EventIds.QueueMeasured));
        Assert.All(QueueNames.All, queue => Assert.Contains($"Queue {queue} holds 0 messages; the oldest that could be taken has waited 0 s", _product.Log.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_most_once_a_minute()
    {
        await Task.WhenAll(LookAsync(), LookAsync());
        _product.Time.Advance(TimeSpan.FromSeconds(59));
        await LookAsync();
        Assert.Equal(QueueNames.All.Count, _product.Log.EventIds.Count(id => id == EventIds.QueueMeasured));

        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync();
        Assert.Equal(2 * QueueNames.All.Count, _product.Log.EventIds.Count(id => id == EventIds.QueueMeasured));
    }

    [Fact]
    public async Task What_waits_for_its_time_counts_and_is_not_old_before_it_and_old_from_then_on()
    {
        await _product.PostAsync(Requests.With("\"sendAt\":\"2026-11-27T12:00:00Z\""));
        _product.Time.Advance(TimeSpan.FromDays(4));
        await LookAsync();
        Assert.Contains("Queue messages-later holds 1 messages; the oldest that could be taken has waited 0 s", _product.Log.Text, StringComparison.Ordinal);

        _product.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(90));
        await LookAsync();
        Assert.Contains("Queue messages-later holds 1 messages; the oldest that could be taken has waited 90 s", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_nobody_is_as_old_as_its_putting()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        await LookAsync();

        Assert.Contains("Queue messages-later holds 1 messages; the oldest that could be taken has waited 300 s", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_measured_is_told_once_and_the_health_is_what_it_is()
    {
        _product.Queues.Looks.Refuse();

        await LookAsync();

        Assert.Single(_product.Log.EventIds, EventIds.QueuesNotMeasured);
        Assert.Contains("6 queues could not be measured (status 503)", _product.Log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Task LookAsync() => _product.Get<QueueWatch>().LookAsync();
}
