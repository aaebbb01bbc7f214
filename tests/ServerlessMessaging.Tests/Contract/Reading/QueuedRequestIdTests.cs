using System.Text;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class QueuedRequestIdTests
{
    private const string Event = "\"specversion\":\"1.0\",\"source\":\"/shop\",\"id\":\"e-1\"";

    [Theory]
    [InlineData("""{"id":"r-1","to":5}""")]
    [InlineData("""{"to":{"id":"other"},"message":{"id":"other"},"id":"r-1"}""")]
    [InlineData("\uFEFF{\"id\":\"r-1\",\"unknown\":1}")]
    [InlineData("""{"\u0069d":"r-\u0031"}""")]
    [InlineData("""{"id":"r-1","a":1,"a":2}""")]
    [InlineData("""{"id":"r-1","id":"r-2"}""")]
    [InlineData("""{"id":"r-1","text":"\u0000"}""")]
    [InlineData("""{"text":"\ud800","id":"r-1"}""")]
    [InlineData("""{"id":"r-1","to":{"email":"a@example.com"},"message":{"type":"te""")]
    [InlineData("""{"id":"r-1"} and more""")]
    [InlineData("""{"data":{"id":"other"},"id":"r-1"}""")]
    public void Find_RequestOfAnotherShape_ReturnsItsId(string body) => Assert.Equal("r-1", Find(body));

    [Fact]
    public void Find_DeepRequest_ReturnsItsId() =>
        Assert.Equal("r-1", Find($$"""{"payload":{{new string('[', 500)}}{{new string(']', 500)}},"id":"r-1"}"""));

    [Theory]
    [InlineData("""{"id":"e-1","eventType":"t","eventTime":"x","data":{"id":"r-1"}}""")]
    [InlineData("{" + Event + ",\"data\":{\"to\":{\"id\":\"other\"},\"id\":\"r-1\",\"x\":1}}")]
    [InlineData("{\"data\":{\"id\":\"r-1\"}," + Event + "}")]
    public void Find_EventWhoseDataHasAnId_ReturnsTheIdOfTheData(string body) => Assert.Equal("r-1", Find(body));

    [Fact]
    public void Find_EventWithBase64Data_ReturnsTheIdOfTheData() =>
        Assert.Equal("r-1", Find($$"""{{{Event}},"data_base64":"{{Convert.ToBase64String("""{"id":"r-1","to":5}"""u8)}}"}"""));

    [Theory]
    [InlineData("\"data\":7")]
    [InlineData("\"data\":{\"id\":\"not an id\"}")]
    [InlineData("\"data_base64\":\"###\"")]
    [InlineData("\"data_base64\":\"e30=\"")]
    [InlineData("\"data\":{")]
    public void Find_EventWithoutRequestId_ReturnsTheIdOfTheEvent(string data) => Assert.Equal(QueuedRequestId.OfEvent("/shop", "e-1"), Find($$"""{{{Event}},{{data}}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("""[{"id":"r-1"}]""")]
    [InlineData("""{"id":5}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":{"id":"r-1"}}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":"a b"}""")]
    [InlineData("""{"id":"batch"}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"Id":"r-1"}""")]
    [InlineData("""{"specversion":"1.0","source":"/shop"}""")]
    [InlineData("""{"specversion":"1.0","source":"","id":"e-1"}""")]
    [InlineData("""{"id":"e-1","eventType":"t"}""")]
    public void Find_NoId_ReturnsNull(string body) => Assert.Null(Find(body));

    private static string? Find(string body) => QueuedRequestId.Find(Encoding.UTF8.GetBytes(body));
}
