using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Tests.Genesys.Http;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Soonest_Several_HasTheLeastTime()
    {
        Deadline[] all = [DeadlineOf(60), DeadlineOf(12), DeadlineOf(20)];

        var soonest = Deadline.Soonest(_time, all, CancellationToken.None);
        Assert.Equal(12, soonest.Remaining.TotalSeconds, 3);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(7, soonest.Remaining.TotalSeconds, 3);
    }

    [Fact]
    public void Soonest_OneIsShortened_IsShortenedToo()
    {
        Deadline[] all = [DeadlineOf(60), DeadlineOf(60)];
        var soonest = Deadline.Soonest(_time, all, CancellationToken.None);

        all[1].ShortenTo(TimeSpan.FromSeconds(6));

        Assert.Equal(6, soonest.Remaining.TotalSeconds, 3);
    }

    [Theory]
    [InlineData(60, 20)]
    [InlineData(12, 8)]
    [InlineData(3, 0)]
    public void SlotWaitFor_AnyBudget_LeavesTheAttemptItsTime(double budget, double wait) =>
        Assert.Equal(wait, new Deadline(_time, TimeSpan.FromSeconds(budget)) { MaxSlotWait = TimeSpan.FromSeconds(20) }.SlotWaitFor(TimeSpan.FromSeconds(4)).TotalSeconds, 3);

    private Deadline DeadlineOf(double seconds) => new(_time, TimeSpan.FromSeconds(seconds));
}
