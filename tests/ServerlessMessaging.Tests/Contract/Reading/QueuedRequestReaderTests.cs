using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Content;
using ServerlessMessaging.Contract.Problems;
using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class QueuedRequestReaderTests
{
    private const string Request = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"Hello"}}""";
    private const string Envelope = "\"specversion\":\"1.0\",\"type\":\"order.placed\",\"source\":\"/shop\",\"id\":\"e-1\"";

    [Theory]
    [InlineData(Request)]
    [InlineData("\uFEFF" + Request)]
    public void A_bare_request_is_one(string body)
    {
        var (request, eventId) = Accepted(body);

        Assert.Equal(("r-1", "u-1", new TextMessage("Hello")), (request.Id, request.To.UserId, request.Message));
        Assert.Null(eventId);
    }

    [Fact]
    public void The_data_of_an_event_is_one()
    {
        var (request, _) = Accepted($$"""{{{Envelope}},"time":"2026-11-22T12:00:00Z","extension":[1],"data":{{Request}}}""");

        Assert.Equal(("r-1", new TextMessage("Hello")), (request.Id, request.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    public void The_base64_data_of_an_event_is_one(string mark)
    {
        var (request, eventId) = Accepted($$"""{{{Envelope}},"data_base64":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(mark + Request))}}"}""");

        Assert.Equal("r-1", request.Id);
        Assert.NotNull(eventId);
    }

    [Fact]
    public void An_events_source_and_id_make_an_id_that_is_valid_and_always_the_same()
    {
        var hash = Convert.ToHexString(SHA256.HashData("/shop\ne-1"u8)).ToLowerInvariant();

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
    public void An_event_says_its_version_source_and_id(string from, string to) =>
        Refused($$"""{{{Envelope.Replace(from, to, StringComparison.Ordinal)}},"data":{{Request}}}""", ErrorCodes.WrongType, "/specversion", "specversion 1.0, source and id");

    [Theory]
    [InlineData("\"1.0\"", "1.0", "/specversion")]
    [InlineData("\"/shop\"", "7", "/source")]
    [InlineData("\"e-1\"", "{}", "/id")]
    public void They_are_strings(string from, string to, string pointer) =>
        Refused($$"""{{{Envelope.Replace(from, to, StringComparison.Ordinal)}},"data":{{Request}}}""", ErrorCodes.WrongType, pointer, "Expected a string");

    [Theory]
    [InlineData("\"type\":\"x\"", "/data", "holds no request")]
    [InlineData("\"data\":null", "/data", "holds no request")]
    [InlineData("\"data\":\"text\"", "/data", "Expected an object")]
    [InlineData("\"data\":[]", "/data", "Expected an object")]
    [InlineData("\"data_base64\":\"###\"", "/data_base64", "holds no request")]
    [InlineData("\"data_base64\":{}", "/data_base64", "Expected a string")]
    public void An_event_holds_a_request(string data, string pointer, string remedy) =>
        Refused($$"""{{{Envelope.Replace(",\"id\"", ",\"subject\":\"s\",\"id\"", StringComparison.Ordinal).Replace("\"type\":\"order.placed\",", string.Empty, StringComparison.Ordinal)}},{{data}}}""", ErrorCodes.WrongType, pointer, remedy);

    [Fact]
    public void A_fault_inside_an_event_is_named_by_its_place_there() =>
        Refused($$$"""{{{{Envelope}}},"data":{"to":{"userId":"u-1"},"message":{"type":"text","text":"t"},"tO":1}}""", ErrorCodes.UnknownMember, "/data/tO", "no such member");

    [Fact]
    public void What_base64_data_holds_must_be_a_request_too() =>
        Refused($$"""{{{Envelope}},"data_base64":"{{Convert.ToBase64String("{"u8)}}"}""", ErrorCodes.NotJson, string.Empty, "Not valid JSON");

    [Fact]
    public void The_id_of_an_event_is_known_even_where_its_data_is_useless()
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
    [InlineData("""{"nobody":"knows"}""", "SM1002")]
    public void A_body_that_is_neither_is_refused_with_the_contracts_code(string body, string code) =>
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes(body), out _, out _)!.Code.Code);

    [Theory]
    [InlineData(27, null)]
    [InlineData(28, "SM1005")]
    public void A_request_may_be_32_levels_deep_bare_or_inside_an_event(int payloadDepth, string? code)
    {
        var request = Deep(payloadDepth);

        Assert.Equal(code, RequestReader.Read(Encoding.UTF8.GetBytes(request), out _)?.Code.Code);
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes(request), out _, out _)?.Code.Code);
        Assert.Equal(code, QueuedRequestReader.Read(Encoding.UTF8.GetBytes($$"""{{{Envelope}},"data":{{request}}}"""), out _, out _)?.Code.Code);
    }

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
