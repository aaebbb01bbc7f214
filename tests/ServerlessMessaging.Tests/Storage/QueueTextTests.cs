using System.Text;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Storage;

public sealed class QueueTextTests
{
    private const string Json = """{"text":"Grüße"}""";
    private const string Mark = "\uFEFF";

    [Theory]
    [InlineData(Json)]
    [InlineData("[1]")]
    [InlineData("\t\r\n " + Json)]
    [InlineData(Mark + Json)]
    [InlineData(Mark + " " + Json)]
    public void Decode_Json_ReturnsItUnchanged(string text) => Assert.Equal(text, Decode(text));

    [Theory]
    [InlineData(Json)]
    [InlineData("[1]")]
    [InlineData(" \n" + Json)]
    [InlineData(Mark + Json)]
    public void Decode_Base64OfJson_ReturnsTheJson(string json) => Assert.Equal(json, Decode(Base64(json)));

    [Fact]
    public void Decode_Base64WithLineBreaks_ReturnsTheJson()
    {
        var encoded = Base64(Json);

        Assert.Equal(Json, Decode($" \r\n{encoded[..8]}\r\n{encoded[8..]}\n"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("aGVsbG8=")]
    [InlineData("eyJhIjoxfQ")]
    [InlineData("e30?")]
    [InlineData("   ")]
    public void Decode_NeitherJsonNorBase64_ReturnsItUnchanged(string text) => Assert.Equal(text, Decode(text));

    [Fact]
    public void Decode_BytesThatAreNoText_ReturnsThemUnchanged()
    {
        byte[] bytes = [0xFF, 0x00, 0x7B];

        Assert.Equal(bytes, QueueText.Decode(bytes).ToArray());
    }

    private static string Decode(string text) => Encoding.UTF8.GetString(QueueText.Decode(Encoding.UTF8.GetBytes(text)).Span);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
