using System.Text;
using CsCheck;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class EventBatchesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1, 1)]
    [InlineData(50, 50)]
    [InlineData(51, 50, 1)]
    [InlineData(100, 50, 50)]
    [InlineData(101, 50, 50, 1)]
    public void Split_ManyEvents_Puts50IntoAPost(int events, params int[] posts)
    {
        Assert.Equal(posts, Counts(Enumerable.Repeat(10, events)));
    }

    // A body of n events has n + 1 bytes around them.
    [Theory]
    [InlineData(new[] { 479_998 }, new[] { 1 })]
    [InlineData(new[] { 239_998, 239_999 }, new[] { 2 })]
    [InlineData(new[] { 239_999, 239_999 }, new[] { 1, 1 })]
    [InlineData(new[] { 159_998, 159_999, 159_999, 1 }, new[] { 3, 1 })]
    [InlineData(new[] { 479_999 }, new[] { 1 })]
    [InlineData(new[] { 900_000 }, new[] { 1 })]
    [InlineData(new[] { 10, 900_000, 10, 10 }, new[] { 1, 1, 2 })]
    public void Split_LargeEvents_Puts480000BytesIntoAPost(int[] sizes, int[] posts)
    {
        Assert.Equal(posts, Counts(sizes));
    }

    [Fact]
    public void Split_AnyEvents_KeepsOrderAndLimitsAndFillsEveryPost() =>
        Gen.Frequency((20, Gen.Int[5, 30_000]), (1, Gen.Int[100_000, 600_000])).Select(Event).Array[0, 120].Sample(
            events =>
            {
                var posts = EventBatches.Split(events, item => item).ToArray();

                Assert.Equal(events, posts.SelectMany(post => post));
                Assert.All(posts, post => Assert.True(post.Count == 1 || !IsTooMuch(post)));
                Assert.All(posts.Zip(posts.Skip(1)), pair => Assert.True(IsTooMuch([.. pair.First, pair.Second[0]])));
            },
            iter: 50,
            print: events => string.Join(' ', events.Select(item => item.Body.Length)));

    [Fact]
    public void Split_ItemsWithAnEvent_AreSplitToo()
    {
        var posts = EventBatches.Split(Enumerable.Range(0, 51), number => Event(number + 1));

        Assert.Equal([50], posts.Last());
    }

    [Fact]
    public void Join_Events_AreOneList()
    {
        var body = EventBatches.Join([new("""{"a":1}"""u8.ToArray(), []), new("""{"b":2}"""u8.ToArray(), [])]);

        Assert.Equal("""[{"a":1},{"b":2}]""", Encoding.UTF8.GetString(body));
    }

    private static bool IsTooMuch(IReadOnlyList<RenderedEvent> events) => events.Count > 50 || EventBatches.Join(events).Length > 480_000;

    private static IEnumerable<int> Counts(IEnumerable<int> sizes) => EventBatches.Split(sizes.Select(Event), item => item).Select(post => post.Count);

    private static RenderedEvent Event(int size) => new(new byte[size], []);
}
