using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

/// <summary>A value is measured before it is parsed, so that its length costs no time.</summary>
public sealed class QueryValuesTests
{
    [Fact]
    public void Text_ValueOf200Characters_IsTheLongest()
    {
        var (fits, tooLong) = (new string('a', 200), new string('a', 201));

        Assert.Equal(fits, Query(fits).Text("name"));
        AssertRefused(tooLong, query => query.Text("name"));
    }

    [Theory]
    [InlineData("2026-12-01T09:00:00Z")]
    [InlineData("T")]
    [InlineData("T+00:00")]
    [InlineData("0")]
    public void Time_ValueOfSevenKilobytes_IsRefused(string part) => AssertRefused(Repeat(part), query => query.Time("name"));

    [Theory]
    [InlineData("SM1001")]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("AAAA")]
    public void AnyReader_ValueOfSevenKilobytes_IsRefused(string part)
    {
        AssertRefused(Repeat(part), query => query.ErrorCode("name"));
        AssertRefused(Repeat(part), query => query.Number("name", int.MaxValue));
        AssertRefused(Repeat(part), query => query.Choice<DayOfWeek>("name"));
        AssertRefused(Repeat(part), query => query.Flag("name") ? true : null);
        AssertRefused(Repeat(part), query => query.Continuation("filters"), "continuation");
    }

    private static QueryValues Query(string value, string name = "name") => new([KeyValuePair.Create(name, value)], name);

    private static string Repeat(string part) => string.Concat(Enumerable.Repeat(part, 7168 / part.Length));

    private static void AssertRefused(string value, Func<QueryValues, object?> read, string name = "name")
    {
        var query = Query(value, name);

        Assert.Null(read(query));
        Assert.Equal("SM1012", query.Problem!.Code.Code);
    }
}
