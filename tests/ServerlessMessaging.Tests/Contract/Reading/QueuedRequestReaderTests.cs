using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class QueuedRequestReaderTests
{
    private const string Request = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"Hello"}}""";
    private const string Envelope = "\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/shop\",\"id\":\"e-1\"";

    [Theory]
    [InlineData(Request)]
    [InlineData("\uFEFF" + Request)]
    public void Read_BareRequest_ReturnsItWithoutEventId(string body)
    {
        var (request, eventId) = Accepted(body);

        Assert.Equal(("r-1", "u-1", new TextMessage("Hello")), (request.Id, request.To.UserId, request.Message));
        Assert.Null(eventId);
    }

    [Fact]
    public void Read_EventWithData_ReturnsItsRequest()
    {
        var (request, _) = Accepted($$"""{{{Envelope}},"time":"2026-11-22T12:00:00Z","extension":[1],"data":{{Request}}}""");

        Assert.Equal(("r-1", new TextMessage("Hello")), (request.Id, request.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void Read_EventWithBase64Data_ReturnsItsRequest(string mark)
    {
        var (request, eventId) = Accepted($$"""{{{Envelope}},"data_base64":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(mark + Request))}}"}""");

        Assert.Equal("r-1", request.Id);
        Assert.NotNull(eventId);
    }

    [Fact]
    public void Read_Event_DerivesAValidIdFromSourceAndId()
    {
        var hash = Convert.ToHexString(SHA256.HashData("CloudEvent|5:/shop|3:e-1"u8)).ToLowerInvariant();

        var (_, eventId) = Accepted($$"""{{{Envelope}},"data":{{Request}}}""");

        Assert.Equal($"event-{hash[..32]}", eventId);
        Assert.True(RequestId.IsValid(eventId!));
    }

    [Theory]
    [InlineData("1.0", "0.3")]
    [InlineData("\"1.0\"", "null")]
    [InlineData("\"source\":\"/shop\",", "")]
    [InlineData("\"/shop\"", "\"\"")]
    [InlineData("\"/shop\"", "null")]
    [InlineData(",\"id\":\"e-1\"", "")]
    [InlineData("\"e-1\"", "\"\"")]
    public void Read_EventWithoutVersionSourceOrId_NamesSpecversion(string from, string to) =>
        Refused($$"""{{{Envelope.Replace(from, to, StringComparison.Ordinal)}},"data":{{Request}}}""", ErrorCodes.WrongType, "/specversion", "specversion 1.0, source and id");

    [Theory]
    [InlineData("\"1.0\"", "1.0", "/specversion")]
    [InlineData("\"/shop\"", "7", "/source")]
    [InlineData("\"e-1\"", "{}", "/id")]
    public void Read_VersionSourceOrIdNoString_NamesTheMember(string from, string to, string pointer) =>
        Refused($$"""{{{Envelope.Replace(from, to, StringComparison.Ordinal)}},"data":{{Request}}}""", ErrorCodes.WrongType, pointer, "Expected a string");

    [Theory]
    [InlineData("\"type\":\"x\"", "/data", "holds no request")]
    [InlineData("\"data\":null", "/data", "holds no request")]
    [InlineData("\"data\":\"text\"", "/data", "Expected an object")]
    [InlineData("\"data\":[]", "/data", "Expected an object")]
    [InlineData("\"data_base64\":\"###\"", "/data_base64", "holds no request")]
    [InlineData("\"data_base64\":{}", "/data_base64", "Expected a string")]
    public void Read_EventWithoutRequest_NamesTheData(string data, string pointer, string remedy) =>
        Refused($$"""{{{Envelope.Replace(",\"id\"", ",\"subject\":\"s\",\"id\"", StringComparison.Ordinal).Replace("\"type\":\"order.placed\",", string.Empty, StringComparison.Ordinal)}},{{data}}}""", ErrorCodes.WrongType, pointer, remedy);

    [Fact]
    public void Read_FaultInsideEventData_PointsIntoTheEvent() =>
        Refused($$$"""{{{{Envelope}}},"data":{"to":{"userId":"u-1"},"message":{"type":"text","text":"t"},"tO":1}}""", ErrorCodes.UnknownMember, "/data/tO", "no such member");

    [Fact]
    public void Read_Base64DataNotJson_IsRefused() =>
        Refused($$"""{{{Envelope}},"data_base64":"{{Convert.ToBase64String("{"u8)}}"}""", ErrorCodes.NotJson, string.Empty, "Not valid JSON");

    [Theory]
    [InlineData("{0}")]
    [InlineData("[{0}]")]
    public void Read_EventOfEventGridsOwnSchema_NamesTheSchemaToChoose(string format) => Refused(
        format.Replace("{0}", $$"""{"id":"e-1","topic":"/t","subject":"s","eventType":"order.placed","eventTime":"2026-12-01T09:00:00Z","dataVersion":"1","metadataVersion":"1","data":{{Request}}}""", StringComparison.Ordinal),
        ErrorCodes.WrongType,
        string.Empty,
        "Choose the delivery schema CloudEvents 1.0");

    [Theory]
    [InlineData("[]")]
    [InlineData("[7]")]
    [InlineData("[" + Request + "]")]
    [InlineData("[{" + Envelope + ",\"data\":" + Request + "}]")]
    public void Read_Array_AsksForOneMessageEach(string body) =>
        Refused(body, ErrorCodes.WrongType, string.Empty, "Expected one request or one CloudEvent, found an array. Put each into a queue message of its own.");

    [Fact]
    public void Read_EventWithoutRequest_StillReturnsTheEventId()
    {
        QueuedRequestReader.Read(Encoding.UTF8.GetBytes($$"""{{{Envelope}},"data":7}"""), out var request, out var eventId);

        Assert.Null(request);
        Assert.StartsWith("event-", eventId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "SM1001")]
    [InlineData("", "SM1001")]
    [InlineData("[]", "SM1004")]
    [InlineData("\"text\"", "SM1004")]
    [InlineData("""{"a":1,"a":2}""", "SM1003")]
    [InlineData("""{"text":"\u0000"}""", "SM1006")]
    [InlineData("""{"unknown":"member"}""", "SM1002")]
    public void Read_NeitherRequestNorEvent_ReturnsTheContractsCode(string body, string code) =>
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes(body), out _, out _)!.Code.Code);

    [Theory]
    [InlineData(27, null)]
    [InlineData(28, "SM1005")]
    public void Read_RequestOf32Levels_IsAcceptedBareAndInsideAnEvent(int payloadDepth, string? code)
    {
        var request = Deep(payloadDepth);

        Assert.Equal(code, RequestReader.Read(Encoding.UTF8.GetBytes(request), out _)?.Code.Code);
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes(request), out _, out _)?.Code.Code);
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes($$"""{{{Envelope}},"data":{{request}}}"""), out _, out _)?.Code.Code);
    }

    [Fact]
    public void Read_BareRequestOf33Levels_NamesThe33rd() => Refused(
        Deep(28), ErrorCodes.TooDeep, "/message/actions/0/payload" + string.Concat(Enumerable.Repeat("/0", 28)), "At most 32 objects and arrays");

    [Fact]
    public void Read_DeepEventWithAMemberTwice_NamesTheMember() =>
        Refused($$"""{{{Envelope}},"data":{{Deep(27)}},"id":"e-2"}""", ErrorCodes.DuplicateMember, "/id", "Keep one of them");

    // Request, message, actions and action are four levels around the payload.
    private static string Deep(int payloadDepth) =>
        Body.Payload(new string('[', payloadDepth + 1) + new string(']', payloadDepth + 1));

    private static (SendRequest Request, string? EventId) Accepted(string body)
    {
        Assert.Null(QueuedRequestReader.Read(Encoding.UTF8.GetBytes(body), out var request, out var eventId));
        return (request!, eventId);
    }

    private static void Refused(string body, ErrorCode code, string pointer, string remedy)
    {
        var problem = QueuedRequestReader.Read(Encoding.UTF8.GetBytes(body), out var request, out _)!;

        Assert.Null(request);
        Assert.Equal((code, pointer), (problem.Code, Assert.Single(problem.Errors).Pointer));
        Assert.Contains(remedy, problem.Detail, StringComparison.Ordinal);
    }
}
