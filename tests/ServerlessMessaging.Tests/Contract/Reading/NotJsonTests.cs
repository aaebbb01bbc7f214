using System.Text;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class NotJsonTests
{
    private const string Remedy = "Check quotes, commas and brackets there.";

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void Read_EmptyBody_IsRefused(string body) => Expect.Refusal(body, "SM1001", "", "Send a request as JSON.");

    [Fact]
    public void Read_ByteOrderMarkOnly_IsRefused() =>
        Expect.Refusal([0xEF, 0xBB, 0xBF], "SM1001", "", "Send a request as JSON.");

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("hello")]
    [InlineData("to=a&message=b")]
    [InlineData("<request/>")]
    [InlineData("{'id':'a'}")]
    [InlineData("{id:1}")]
    public void Read_NotJson_IsRefused(string body) => Expect.Refusal(body, "SM1001", "", Remedy);

    [Theory]
    [InlineData("""{"id":"a",}""", "/id")]
    [InlineData("""{"id":"a" "to":{}}""", "/id")]
    [InlineData("""{"id":01}""", "/id")]
    [InlineData("""{"id":NaN}""", "/id")]
    [InlineData("""{"id":"a\q"}""", "/id")]
    [InlineData("""{"id":"a}""", "/id")]
    [InlineData("{\"id\":\"a\nb\"}", "/id")]
    [InlineData("{\"id\":\"a\0b\"}", "/id")]
    [InlineData("""{"to":{"email":"a@example.com"}""", "/to")]
    [InlineData("""{"to":{"email":]}""", "/to/email")]
    public void Read_SyntaxError_PointsToItsPlace(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("""{"message":{"actions":[x]}}""", "/message/actions")]
    [InlineData("""{"message":{"actions":[{"title":"a",}]}}""", "/message/actions/0/title")]
    [InlineData("""{"message":{"actions":[{},{"title":"a",}]}}""", "/message/actions/1/title")]
    public void Read_SyntaxErrorInAnArray_PointsToItsPlace(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("""{"message":{"actions":[{},]}}""", "/message/actions/0")]
    [InlineData("[1,2,]", "/1")]
    public void Read_TrailingComma_PointsToTheItemBefore(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("// hello\n{}", "")]
    [InlineData("/* hello */{}", "")]
    [InlineData("{\"id\":\"a\" /* hello */}", "/id")]
    public void Read_Comment_IsRefused(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("{}{}")]
    [InlineData("{} {}")]
    [InlineData("{}\n{}\n")]
    [InlineData("{} 1")]
    [InlineData("{},{}")]
    [InlineData("{} // hello")]
    public void Read_ContentAfterTheRequest_IsRefused(string body) => Expect.Refusal(body, "SM1001", "", "Send one request per body.");

    [Fact]
    public void Read_SyntaxError_StatesLineAndByte() =>
        Expect.Refusal("{\n  \"id\": \"a\"\n  \"to\": {}\n}", "SM1001", "/id", "near line 3, byte 3.");

    [Fact]
    public void Read_TwoByteOrderMarks_IsRefused() =>
        Expect.Refusal([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], "SM1001", "", Remedy);

    [Fact]
    public void Read_Utf16_IsRefused() =>
        Expect.Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Body.Minimal)], "SM1001", "", Remedy);

    [Fact]
    public void Read_BytesNotUtf8BetweenMembers_IsRefused() =>
        Expect.Refusal([(byte)'{', 0xFF, (byte)'}'], "SM1001", "", Remedy);

    [Fact]
    public void Read_BodyEndsInsideACharacter_IsRefused()
    {
        var body = Encoding.UTF8.GetBytes("{\"id\":\"😀");

        Expect.Refusal(body[..^1], "SM1001", "/id", Remedy);
    }
}
