using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class BatchReaderTests
{
    [Theory]
    [InlineData("[1]", "1")]
    [InlineData("\uFEFF[1]", "1")]
    [InlineData(" [ {\"a\" : [1, 2]} , \"x\" ,null ] ", "{\"a\" : [1, 2]}", "\"x\"", "null")]
    [InlineData("[[],{},true]", "[]", "{}", "true")]
    public void Read_Array_SplitsItByteForByte(string body, params string[] items) => Assert.Equal(items, Split(body));

    [Fact]
    public void Read_100Items_ReturnsThem() => Assert.Equal(100, Split($"[{Body.Repeat("{}", 100)}]").Count);

    [Theory]
    [InlineData("[]", "found 0")]
    [InlineData(" [ ] ", "found 0")]
    public void Read_NoItems_IsRefused(string body, string detail) => Refused(body, ErrorCodes.BatchMalformed, detail);

    [Fact]
    public void Read_101Items_IsRefused() => Refused($"[{Body.Repeat("{}", 101)}]", ErrorCodes.BatchMalformed, "found 101");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[1],"b":{"c":[]}}""")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Read_NoArray_NamesTheEndpointOfSingleRequests(string body) => Refused(body, ErrorCodes.BatchMalformed, "Send a single request to POST /api/messages");

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{} {}]")]
    [InlineData("[{}] []")]
    [InlineData("[{}]x")]
    [InlineData("[{]}")]
    public void Read_BrokenSyntax_IsNotJson(string body) => Refused(body, ErrorCodes.NotJson, "Not valid JSON near line 1");

    [Fact]
    public void Read_DeepItem_SplitsTheBatch()
    {
        var deep = new string('[', 100) + new string(']', 100);

        Assert.Equal([deep, "{}"], Split($"[{deep},{{}}]"));
    }

    [Fact]
    public void Read_100000OpenBrackets_IsNotJson() => Refused($"[{new string('[', 100_000)}", ErrorCodes.NotJson, "Not valid JSON");

    [Theory]
    [InlineData("""[{"a":1,"a":2},{}]""", """{"a":1,"a":2}""")]
    [InlineData("""["\ud800",{}]""", "\"\\ud800\"")]
    public void Read_ItemWithAMemberTwiceOrInvalidText_SplitsTheBatch(string body, string first) => Assert.Equal([first, "{}"], Split(body));

    private static IReadOnlyList<string> Split(string body)
    {
        Assert.Null(BatchReader.Read(Encoding.UTF8.GetBytes(body), out var requests));
        return [.. requests.Select(request => Encoding.UTF8.GetString(request.Span))];
    }

    private static void Refused(string body, ErrorCode code, string detail)
    {
        var problem = BatchReader.Read(Encoding.UTF8.GetBytes(body), out var requests)!;

        Assert.Empty(requests);
        Assert.Equal(code, problem.Code);
        Assert.Contains(detail, problem.Detail, StringComparison.Ordinal);
    }
}
