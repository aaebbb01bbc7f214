using System.Text;
using ServerlessMessaging.Contract.Problems;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class BatchReaderTests
{
    [Theory]
    [InlineData("[1]", "1")]
    [InlineData("\uFEFF[1]", "1")]
    [InlineData(" [ {\"a\" : [1, 2]} , \"x\" ,null ] ", "{\"a\" : [1, 2]}", "\"x\"", "null")]
    [InlineData("[[],{},true]", "[]", "{}", "true")]
    public void A_batch_is_split_into_its_items_byte_for_byte(string body, params string[] items) => Assert.Equal(items, Split(body));

    [Fact]
    public void A_hundred_requests_are_a_batch() => Assert.Equal(100, Split($"[{Body.Repeat("{}", 100)}]").Count);

    [Theory]
    [InlineData("[]", "found 0")]
    [InlineData(" [ ] ", "found 0")]
    public void None_is_no_batch(string body, string detail) => Refused(body, ErrorCodes.BatchMalformed, detail);

    [Fact]
    public void A_hundred_and_one_are_too_many() => Refused($"[{Body.Repeat("{}", 101)}]", ErrorCodes.BatchMalformed, "found 101");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[1],"b":{"c":[]}}""")]
    [InlineData("\"text\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void What_is_no_array_is_told_where_to_go(string body) => Refused(body, ErrorCodes.BatchMalformed, "Send a single request to POST /api/messages");

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{} {}]")]
    [InlineData("[{}] []")]
    [InlineData("[{}]x")]
    [InlineData("[{]}")]
    public void What_cannot_be_counted_is_no_json(string body) => Refused(body, ErrorCodes.NotJson, "Not valid JSON near line 1");

    [Fact]
    public void A_deep_item_spoils_only_itself()
    {
        var deep = new string('[', 100) + new string(']', 100);

        Assert.Equal([deep, "{}"], Split($"[{deep},{{}}]"));
    }

    [Fact]
    public void An_attack_on_the_stack_is_no_batch() => Refused($"[{new string('[', 100_000)}", ErrorCodes.NotJson, "Not valid JSON");

    [Theory]
    [InlineData("""[{"a":1,"a":2},{}]""", """{"a":1,"a":2}""")]
    [InlineData("""["\ud800",{}]""", "\"\\ud800\"")]
    public void What_only_the_request_may_refuse_is_let_through(string body, string first) => Assert.Equal([first, "{}"], Split(body));

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
