using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

public sealed class PollingIntervalTests
{
    [Fact]
    public void Doubles_From_100_Ms_To_The_Longest()
    {
        var sut = new PollingInterval(TimeSpan.FromMilliseconds(700));

        Assert.Equal([100, 200, 400, 700, 700], Enumerable.Range(0, 5).Select(_ => sut.Next().TotalMilliseconds));
    }

    [Fact]
    public void Begins_Anew_After_Work()
    {
        var sut = new PollingInterval(TimeSpan.FromSeconds(10));
        sut.Next();
        sut.Next();

        sut.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(100), sut.Next());
    }
}
