using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.Tests.Telemetry;

public sealed class BoundedLogTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(string Kind, int Count)> _lines = [];

    [Fact]
    public void Write_FirstOfAKind_IsLoggedAtOnce()
    {
        using var sut = new BoundedLog(_time);

        Write(sut, "missing");
        Write(sut, "malformed");

        Assert.Equal([("missing", 1), ("malformed", 1)], _lines);
    }

    [Fact]
    public void Write_OthersOfTheSameMinute_AreLoggedTogetherAtItsEnd()
    {
        using var sut = new BoundedLog(_time);
        Write(sut, "missing", times: 4);

        _time.Advance(BoundedLog.Interval - TimeSpan.FromSeconds(1));
        Assert.Equal([("missing", 1)], _lines);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([("missing", 1), ("missing", 3)], _lines);
    }

    // 58 lines a second would fill 5 GB a day.
    [Fact]
    public void Write_FiftyEightASecondForAnHour_IsOneLineAMinuteThatCountsAll()
    {
        using (var sut = new BoundedLog(_time))
        {
            for (var second = 0; second < 3600; second++)
            {
                Write(sut, "missing", times: 58);
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        Assert.Equal(61, _lines.Count);
        Assert.Equal(3600 * 58, _lines.Sum(line => line.Count));
    }

    [Fact]
    public void Write_AfterAQuietMinute_IsLoggedAtOnceAgain()
    {
        using var sut = new BoundedLog(_time);
        Write(sut, "missing");
        _time.Advance(BoundedLog.Interval);

        Write(sut, "missing");

        Assert.Equal([("missing", 1), ("missing", 1)], _lines);
    }

    [Fact]
    public void Dispose_LinesWait_AreLogged()
    {
        var sut = new BoundedLog(_time);
        Write(sut, "missing", times: 3);

        sut.Dispose();

        Assert.Equal([("missing", 1), ("missing", 2)], _lines);
    }

    private void Write(BoundedLog log, string kind, int times = 1)
    {
        for (var number = 0; number < times; number++)
        {
            log.Write(kind, count => _lines.Add((kind, count)));
        }
    }
}
