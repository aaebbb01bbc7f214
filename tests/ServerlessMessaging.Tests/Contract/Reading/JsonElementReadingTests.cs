using System.Text.Json;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class JsonElementReadingTests
{
    [Theory]
    [InlineData("""{"name":"text"}""", "text")]
    [InlineData("""{"name":""}""", "")]
    [InlineData("""{"name":null}""", null)]
    [InlineData("""{"name":7}""", null)]
    [InlineData("""{"Name":"text"}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void GetStringOrNull_AnyJson_ReturnsOnlyAString(string json, string? expected) =>
        Assert.Equal(expected, JsonElement.Parse(json).GetStringOrNull("name"));
}
