using System.Text;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class NotJsonTests
{
    private const string Remedy = "Check quotes, commas and brackets there.";

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void Refuses_an_empty_body(string body) => Expect.Refusal(body, "SM1001", "", "Send a request as JSON.");

    [Fact]
    public void Refuses_a_body_of_a_byte_order_mark_only() =>
        Expect.Refusal([0xEF, 0xBB, 0xBF], "SM1001", "", "Send a request as JSON.");

    [Theory]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("hello")]
    [InlineData("to=a&message=b")]
    [InlineData("<request/>")]
    [InlineData("{'id':'a'}")]
    [InlineData("{id:1}")]
    public void Refuses_what_is_not_JSON(string body) => Expect.Refusal(body, "SM1001", "", Remedy);

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
    public void Names_where_the_syntax_breaks(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("""{"message":{"actions":[x]}}""", "/message/actions")]
    [InlineData("""{"message":{"actions":[{"title":"a",}]}}""", "/message/actions/0/title")]
    [InlineData("""{"message":{"actions":[{},{"title":"a",}]}}""", "/message/actions/1/title")]
    public void Names_where_the_syntax_breaks_in_a_list(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("""{"message":{"actions":[{},]}}""", "/message/actions/0")]
    [InlineData("[1,2,]", "/1")]
    public void Names_the_item_before_a_trailing_comma(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("// hello\n{}", "")]
    [InlineData("/* hello */{}", "")]
    [InlineData("{\"id\":\"a\" /* hello */}", "/id")]
    public void Refuses_a_comment(string body, string pointer) => Expect.Refusal(body, "SM1001", pointer, Remedy);

    [Theory]
    [InlineData("{}{}")]
    [InlineData("{} {}")]
    [InlineData("{}\n{}\n")]
    [InlineData("{} 1")]
    [InlineData("{},{}")]
    [InlineData("{} // hello")]
    public void Refuses_what_follows_the_request(string body) => Expect.Refusal(body, "SM1001", "", "Send one request per body.");

    [Fact]
    public void Says_line_and_byte_of_the_fault() =>
        Expect.Refusal("{\n  \"id\": \"a\"\n  \"to\": {}\n}", "SM1001", "/id", "near line 3, byte 3.");

    [Fact]
    public void Refuses_two_byte_order_marks() =>
        Expect.Refusal([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], "SM1001", "", Remedy);

    [Fact]
    public void Refuses_UTF_16() =>
        Expect.Refusal([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Body.Minimal)], "SM1001", "", Remedy);

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8_between_members() =>
        Expect.Refusal([(byte)'{', 0xFF, (byte)'}'], "SM1001", "", Remedy);

    [Fact]
    public void Refuses_a_body_cut_off_inside_a_character()
    {
        var body = Encoding.UTF8.GetBytes("{\"id\":\"😀");

        Expect.Refusal(body[..^1], "SM1001", "/id", Remedy);
    }
}
