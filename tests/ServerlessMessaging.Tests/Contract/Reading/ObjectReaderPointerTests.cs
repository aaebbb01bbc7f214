using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class ObjectReaderPointerTests
{
    [Theory]
    [InlineData("", "to", "/to")]
    [InlineData("/to", "email", "/to/email")]
    [InlineData("", "", "/")]
    [InlineData("", "a/b", "/a~1b")]
    [InlineData("", "m~n", "/m~0n")]
    [InlineData("", "~1", "/~01")]
    [InlineData("", "/~/~", "/~1~0~1~0")]
    [InlineData("", "#%\" ", "/#%\" ")]
    [InlineData("/a~1b", "c", "/a~1b/c")]
    public void Append_Name_EscapesIt(string pointer, string name, string expected) =>
        Assert.Equal(expected, ObjectReader.Append(pointer, name));

    [Fact]
    public void Append_Index_AddsASegment() => Assert.Equal("/cards/10", ObjectReader.Append("/cards", 10));
}
