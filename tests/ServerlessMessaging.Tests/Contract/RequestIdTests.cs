using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("invoice-1001")]
    [InlineData("Order:7_b")]
    [InlineData("a.b.c")]
    [InlineData("a.-")]
    [InlineData("batch1")]
    [InlineData("a.preview")]
    [InlineData("0193807f-2c00-7a3b-9d55-0123456789ab")]
    public void IsValid_ValidId_ReturnsTrue(string id) => Assert.True(RequestId.IsValid(id));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("-a")]
    [InlineData("_a")]
    [InlineData(":a")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("\na")]
    [InlineData("a\r\nb")]
    [InlineData("a\0")]
    [InlineData("a%2fb")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("é")]
    [InlineData("١")]
    [InlineData("a😀")]
    [InlineData("a\u200d")]
    [InlineData("\u212a")]
    [InlineData("batch")]
    [InlineData("Batch")]
    [InlineData("PREVIEW")]
    [InlineData("preview")]
    public void IsValid_InvalidId_ReturnsFalse(string id) => Assert.False(RequestId.IsValid(id));

    [Fact]
    public void IsValid_128Characters_ReturnsTrue() => Assert.True(RequestId.IsValid(new string('a', 128)));

    [Fact]
    public void IsValid_129Characters_ReturnsFalse() => Assert.False(RequestId.IsValid(new string('a', 129)));

    [Theory]
    [InlineData("invoice-1001")]
    [InlineData("\"invoice-1001\"")]
    [InlineData("  invoice-1001\t")]
    [InlineData(" \"invoice-1001\" ")]
    public void FromHeader_BareOrQuotedId_ReturnsIt(string header) => Assert.Equal("invoice-1001", RequestId.FromHeader(header));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"a")]
    [InlineData("a\"")]
    [InlineData("\"\"a\"\"")]
    [InlineData("\" a \"")]
    [InlineData("'a'")]
    [InlineData("a, b")]
    [InlineData("a,a")]
    [InlineData("\"a\"; v=1")]
    [InlineData("a/b")]
    [InlineData("\"batch\"")]
    [InlineData("Preview")]
    public void FromHeader_MalformedHeader_ReturnsNull(string header) => Assert.Null(RequestId.FromHeader(header));

    [Fact]
    public void FromHeader_129Characters_ReturnsNull() => Assert.Null(RequestId.FromHeader(new string('a', 129)));
}
