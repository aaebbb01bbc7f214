namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class DuplicateMemberTests
{
    private const string Remedy = "Keep one of them.";

    [Theory]
    [InlineData("""{"id":"a","id":"a"}""", "/id")]
    [InlineData("""{"id":null,"to":{},"id":null}""", "/id")]
    [InlineData("""{"to":{"email":"a","userId":"b","email":"c"}}""", "/to/email")]
    [InlineData("""{"message":{"image":{"url":"a","url":"b"}}}""", "/message/image/url")]
    [InlineData("""{"message":{"actions":[{"type":"a"},{"type":"b","type":"c"}]}}""", "/message/actions/1/type")]
    [InlineData("""{"message":{"actions":[{"payload":{"list":[0,[{"a":1,"a":1}]]}}]}}""", "/message/actions/0/payload/list/1/0/a")]
    [InlineData("""{"$schema":{"a":1,"a":2}}""", "/$schema/a")]
    [InlineData("""{"unknown":{"a":1,"a":2}}""", "/unknown/a")]
    [InlineData("""{"":1,"":2}""", "/")]
    public void Read_MemberTwice_IsRefused(string body, string pointer) => Expect.Refusal(body, "SM1003", pointer, Remedy);

    [Theory]
    [InlineData("""{"id":"a","\u0069d":"b"}""", "/id")]
    [InlineData("""{"\u0069\u0064":"a","id":"b"}""", "/id")]
    [InlineData("""{"a/b":1,"a\/b":2}""", "/a~1b")]
    [InlineData("""{"😀":1,"\ud83d\ude00":2}""", "/😀")]
    [InlineData("""{"~":1,"\u007e":2}""", "/~0")]
    public void Read_MemberTwiceEscapedDifferently_IsRefused(string body, string pointer) =>
        Expect.Refusal(body, "SM1003", pointer, Remedy);

    [Fact]
    public void Read_MemberTwiceAndWrongType_ReportsTheDuplicate() =>
        Expect.Refusal("""{"notify":"yes","id":5,"id":6}""", "SM1003", "/id", Remedy);

    [Fact]
    public void Read_NamesDifferInCase_IsAccepted() => Expect.Request(Body.Payload("""{"a":1,"A":2}"""));

    [Fact]
    public void Read_NamesDifferInComposition_IsAccepted() => Expect.Request(Body.Payload("""{"\u00e9":1,"e\u0301":2}"""));

    [Fact]
    public void Read_SameNameInDifferentObjects_IsAccepted() =>
        Expect.Request(Body.Payload("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"""));
}
