using System.Net;
using System.Text;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Tests.Genesys.Http;

public sealed class GenesysErrorsTests
{
    [Theory]
    [InlineData(400, "bad.request", "Invalid card type", "SM2002", "basic")]
    [InlineData(400, "bad.request", "cardType 'x' is not allowed", "SM2002", "basic")]
    [InlineData(400, "bad.request", "Invalid template", "SM2003", "preview")]
    [InlineData(404, "not.found", "Channel not found", "SM2004", "messaging is set up")]
    [InlineData(400, "invalid.value", "Payload exceeds maximum length", "SM2005", "key")]
    [InlineData(413, "request.entity.too.large", "Request too large", "SM2005", "key")]
    [InlineData(400, "bad.request", "Outside the 24-hour window", "SM2006", "template")]
    [InlineData(403, "bad.request", "The 24 hour messaging window is closed", "SM2006", "template")]
    [InlineData(400, "invalid.value", "Something else", "SM2007", "preview")]
    [InlineData(415, "unsupported.media.type", "No", "SM2007", "preview")]
    public void Read_MessageRefused_HasCodeAndRemedy(int status, string code, string message, string expected, string advice)
    {
        var failure = Read(status, code, message);

        Assert.Equal((FailureKind.Refused, expected), (failure.Kind, failure.Code.Code));
        Assert.Contains(advice, failure.Detail, StringComparison.Ordinal);
        Assert.Equal((status, "context-1"), (failure.Status, failure.ContextId));
    }

    [Theory]
    [InlineData(401, FailureKind.AccessFault, "SM2102", "Genesys:Region")]
    [InlineData(429, FailureKind.RateLimited, "SM2201", "more slowly")]
    [InlineData(500, FailureKind.Unavailable, "SM2202", "500")]
    [InlineData(503, FailureKind.Unavailable, "SM2202", "503")]
    [InlineData(302, FailureKind.Unavailable, "SM2202", "Genesys:ApiUrl")]
    [InlineData(408, FailureKind.OutcomeUnknown, "SM2204", "Check the conversation")]
    [InlineData(502, FailureKind.OutcomeUnknown, "SM2204", "Check the conversation")]
    [InlineData(504, FailureKind.OutcomeUnknown, "SM2204", "Check the conversation")]
    public void Read_StatusNotCausedByTheMessage_IsNotARefusal(int status, FailureKind kind, string code, string advice)
    {
        var failure = Read(status, "any", "Any message with a template in it");

        Assert.Equal((kind, code), (failure.Kind, failure.Code.Code));
        Assert.Contains(advice, failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.permissions")]
    [InlineData("missing.any.permissions")]
    [InlineData("not.authorized")]
    [InlineData("Not.Authorized")]
    [InlineData("authentication.failed")]
    public void Read_ForbiddenWithACodeOfAccess_IsAccessFault(string code)
    {
        var failure = Read(403, code, "More than 24 hours have passed since the customer last replied: the 24-hour window is closed");

        Assert.Equal((FailureKind.AccessFault, "SM2103"), (failure.Kind, failure.Code.Code));
        Assert.Contains("the:scope", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "SM2007")]
    [InlineData("<html>Forbidden</html>", "SM2007")]
    [InlineData("""{"code":"forbidden","message":"any"}""", "SM2007")]
    [InlineData("""{"code":"bad.request","message":"not.authorized"}""", "SM2007")]
    [InlineData("""{"code":"131047","message":"any"}""", "SM2006")]
    [InlineData("""{"code":131047}""", "SM2006")]
    [InlineData("""{"error":{"code":131047,"message":"any"}}""", "SM2006")]
    [InlineData("""{"error":{"message":"(#131047) Re-engagement message"}}""", "SM2006")]
    [InlineData("""{"code":"bad.request","details":[{"errorCode":"131047"}]}""", "SM2006")]
    [InlineData("""{"code":"bad.request","errors":[{"code":131047}]}""", "SM2006")]
    [InlineData("""{"message":"Message failed to send because more than 24 hours have passed since the customer last replied to this number."}""", "SM2006")]
    [InlineData("""{"message":"RE-ENGAGEMENT MESSAGE"}""", "SM2006")]
    public void Read_ForbiddenWithoutACodeOfAccess_RefusesTheMessage(string body, string expected)
    {
        var failure = GenesysErrors.Read(Response(403, body), isIdempotent: false, "scope");

        Assert.Equal((FailureKind.Refused, expected), (failure.Kind, failure.Code.Code));
    }

    [Theory]
    [InlineData("Integration 3d5a2471 has no window title")]
    [InlineData("Campaign 24-hour-sale has no window")]
    [InlineData("Message 131047 has no title")]
    [InlineData("Discard type of file template.pdf")]
    [InlineData("Integration has no template title")]
    [InlineData("The payload belongs to another channel")]
    [InlineData("Reply a1 exceeds the payloads of the card typeface")]
    public void Read_WordsThatAreNoPhrase_GiveNoAdvice(string message) => Assert.Equal("SM2007", Read(400, "bad.request", message).Code.Code);

    [Theory]
    [InlineData("This message is sent outside of allowed window.", "SM2006")]
    [InlineData("The customer is outside the 24 hour customer service window", "SM2006")]
    [InlineData("Button payload too large", "SM2005")]
    [InlineData("The payload is too long", "SM2005")]
    [InlineData("Template 'promo' is not approved", "SM2003")]
    [InlineData("templateType must be one of quick_reply, carousel, generic", "SM2003")]
    public void Read_WholePhrase_GivesItsAdvice(string message, string expected) => Assert.Equal(expected, Read(400, "bad.request", message).Code.Code);

    [Fact]
    public void Read_CodeAndDetails_AreKept()
    {
        var failure = GenesysErrors.Read(
            Response(400, """{"code":"invalid.value","details":[{"errorCode":"too.long","fieldName":"content[0].title"},7,{"entityId":"e-1","entityName":"line\nfeed"},{}]}"""),
            isIdempotent: false,
            "scope");

        Assert.Equal("invalid.value", failure.GenesysCode);
        Assert.Equal([new("too.long", "content[0].title", null, null), new(null, null, "e-1", "line feed")], failure.GenesysDetails!);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(502)]
    [InlineData(504)]
    public void Read_ResponseOfIdempotentCallLost_IsUnavailable(int status)
    {
        Assert.Equal(FailureKind.Unavailable, GenesysErrors.Read(Response(status, "{}"), isIdempotent: true, "scope").Kind);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(415)]
    public void Read_LookUpRefused_IsAccessFault(int status)
    {
        var failure = GenesysErrors.Read(Response(status, "{}"), isIdempotent: true, "scope");

        Assert.Equal((FailureKind.AccessFault, "SM2104"), (failure.Kind, failure.Code.Code));
        Assert.Contains("Genesys:UserLookup", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"message":7,"code":{},"contextId":[]}""")]
    [InlineData("""{"message":"\ud800"}""")]
    [InlineData("<html><body>Bad gateway</body></html>")]
    public void Read_ErrorBodyOfAnyShape_IsRead(string body)
    {
        var failure = GenesysErrors.Read(Response(400, body), isIdempotent: false, "scope");

        Assert.Equal("SM2007", failure.Code.Code);
    }

    [Fact]
    public void Read_LongTextWithControlCharacters_IsShortenedAndCleaned()
    {
        var failure = Read(400, "bad.request", "line\\nfeed \\u0007" + new string('x', 500));

        Assert.StartsWith("line feed  x", failure.GenesysMessage, StringComparison.Ordinal);
        Assert.Equal(200, failure.GenesysMessage!.Length);
    }

    [Fact]
    public void Read_NoContextId_UsesTheCorrelationHeader()
    {
        var failure = GenesysErrors.Read(Response(400, "{}") with { CorrelationId = "correlation-1" }, isIdempotent: false, "scope");

        Assert.Equal("correlation-1", failure.ContextId);
    }

    private static GenesysFailure Read(int status, string code, string message) => GenesysErrors.Read(
        Response(status, $$"""{"message":"{{message}}","code":"{{code}}","status":{{status}},"contextId":"context-1","details":[],"errors":[]}"""),
        isIdempotent: false,
        "the:scope");

    private static GenesysResponse Response(int status, string body) =>
        new(Delivery.ResponseReceived) { Status = (HttpStatusCode)status, Body = Encoding.UTF8.GetBytes(body) };
}
