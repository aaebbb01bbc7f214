using System.Text;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class EventResultsTests
{
    [Fact]
    public void Read_SeveralItems_ReturnsAResultForEach()
    {
        var results = Read("""[{"id":"m-1"},{"error":{"code":"not.found","message":"Conversation not found"}},{},{"id":"m-4"}]""", 4);

        Assert.Equal(["m-1", null, null, "m-4"], results.Select(result => result.MessageId));
        Assert.Equal([null, "SM2004", "SM2204", null], results.Select(result => result.Failure?.Code.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"id\"")]
    [InlineData("{}")]
    [InlineData("""{"id":"m-1"}""")]
    [InlineData("""{"error":{"code":"not.found"}}""")]
    [InlineData("""{"entities":[{"id":"m-1"}]}""")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[7]")]
    [InlineData("[true]")]
    [InlineData("""["m-1"]""")]
    [InlineData("""[["m-1"]]""")]
    [InlineData("""[[{"id":"m-1"}]]""")]
    [InlineData("[{}]")]
    [InlineData("""[{"id":null}]""")]
    [InlineData("""[{"id":7}]""")]
    [InlineData("""[{"id":""}]""")]
    [InlineData("""[{"id":"  "}]""")]
    [InlineData("""[{"id":{}}]""")]
    [InlineData("""[{"id":"\ud800"}]""")]
    [InlineData("""[{"\ud800":1}]""")]
    [InlineData("""[{"ID":"m-1"}]""")]
    [InlineData("""[{"error":null}]""")]
    [InlineData("""[{"error":{}}]""")]
    [InlineData("""[{"error":"not.found"}]""")]
    [InlineData("""[{"error":["not.found"]}]""")]
    [InlineData("""[{"error":404}]""")]
    [InlineData("""[{"error":{"code":{},"message":[]}}]""")]
    [InlineData("""[{"error":{"code":"","message":" "}}]""")]
    [InlineData("""[{"error":{"code":"\udc00"}}]""")]
    [InlineData("""[{"id":"m-1"}""")]
    [InlineData("""[{"id":"m-1"}] trailing""")]
    [InlineData("\ufeff[]")]
    [InlineData("<html><body>OK</body></html>")]
    public void Read_ResponseWithoutResult_IsUnknown(string response)
    {
        var result = Assert.Single(Read(response, 1));

        Assert.Equal(PostResult.Unknown, result);
        Assert.Equal((FailureKind.OutcomeUnknown, "SM2204"), (result.Failure!.Kind, result.Failure.Code.Code));
    }

    [Theory]
    [InlineData("""[{"id":"m-1"}]""")]
    [InlineData("""[{"id":"m-1","error":null}]""")]
    [InlineData("""[{"id":"m-1","error":{}}]""")]
    [InlineData("""[{"id":"m-1","error":{"code":null,"message":7}}]""")]
    [InlineData("""[{"id":"m-1","error":"none"}]""")]
    [InlineData("""[{"id":"m-1","error":[]}]""")]
    [InlineData("""[{"id":"m-1","error":false}]""")]
    [InlineData("""[{"id":"m-0","id":"m-1"}]""")]
    public void Read_IdWithEmptyError_IsAccepted(string response)
    {
        Assert.Equal(new PostResult("m-1", null), Assert.Single(Read(response, 1)));
    }

    [Theory]
    [InlineData("""[{"id":"m-1","error":{"code":"bad.request"}}]""")]
    [InlineData("""[{"id":"m-1","error":{"message":"Invalid"}}]""")]
    public void Read_IdAndError_IsTheError(string response)
    {
        var result = Assert.Single(Read(response, 1));

        Assert.Equal((null, "SM2007"), (result.MessageId, result.Failure!.Code.Code));
    }

    [Theory]
    [InlineData("not.found", "Conversation not found", FailureKind.Refused, "SM2004")]
    [InlineData("NOT.FOUND", "any", FailureKind.Refused, "SM2004")]
    [InlineData("conversation.not.found", "any", FailureKind.Refused, "SM2004")]
    [InlineData("request.entity.too.large", "any", FailureKind.Refused, "SM2005")]
    [InlineData("bad.request", "Invalid card type", FailureKind.Refused, "SM2002")]
    [InlineData("bad.request", "Invalid template", FailureKind.Refused, "SM2003")]
    [InlineData("invalid.value", "Payload exceeds 2048", FailureKind.Refused, "SM2005")]
    [InlineData("bad.request", "Outside the 24-hour window", FailureKind.Refused, "SM2006")]
    [InlineData("not.authorized", "The 24 hour window is closed", FailureKind.AccessFault, "SM2103")]
    [InlineData("forbidden", "The 24 hour window is closed", FailureKind.Refused, "SM2006")]
    [InlineData("131047", "any", FailureKind.Refused, "SM2006")]
    [InlineData("bad.request", "Integration 3d5a2471 has no window title", FailureKind.Refused, "SM2007")]
    [InlineData("missing.field", "any", FailureKind.Refused, "SM2007")]
    [InlineData("never.heard.of", "any", FailureKind.Refused, "SM2007")]
    [InlineData("too.many.requests", "any", FailureKind.RateLimited, "SM2201")]
    [InlineData("too.many.requests.retry.after", "any", FailureKind.RateLimited, "SM2201")]
    [InlineData("internal.server.error", "any", FailureKind.Unavailable, "SM2202")]
    [InlineData("service.unavailable", "any", FailureKind.Unavailable, "SM2202")]
    [InlineData("authentication.request.timeout", "any", FailureKind.Unavailable, "SM2202")]
    [InlineData("request.timeout", "any", FailureKind.OutcomeUnknown, "SM2204")]
    [InlineData("bad.gateway", "any", FailureKind.OutcomeUnknown, "SM2204")]
    [InlineData("gateway.timeout", "any", FailureKind.OutcomeUnknown, "SM2204")]
    [InlineData("missing.permissions", "any", FailureKind.AccessFault, "SM2103")]
    [InlineData("missing.any.permissions", "any", FailureKind.AccessFault, "SM2103")]
    [InlineData("not.authorized", "any", FailureKind.AccessFault, "SM2103")]
    [InlineData("forbidden", "any", FailureKind.Refused, "SM2007")]
    [InlineData("authentication.required", "any", FailureKind.AccessFault, "SM2102")]
    [InlineData("bad.credentials", "any", FailureKind.AccessFault, "SM2102")]
    [InlineData("credentials.expired", "any", FailureKind.AccessFault, "SM2102")]
    public void Read_Error_IsReadByCodeAndWords(string code, string message, FailureKind kind, string expected)
    {
        var failure = Assert.Single(Read($$$"""[{"error":{"code":"{{{code}}}","message":"{{{message}}}","contextId":"context-1"}}]""", 1)).Failure!;

        Assert.Equal((kind, expected), (failure.Kind, failure.Code.Code));
        Assert.Equal((null, "context-1", message), (failure.Status, failure.ContextId, failure.GenesysMessage));
    }

    [Theory]
    [InlineData("404", "SM2004", 404)]
    [InlineData("131047", "SM2006", null)]
    [InlineData("7", "SM2007", null)]
    public void Read_NumberAsCode_IsReadAsCodeOrStatus(string code, string expected, int? status)
    {
        var failure = Assert.Single(Read($$$"""[{"error":{"code":{{{code}}},"message":[]}}]""", 1)).Failure!;

        Assert.Equal((expected, code, status), (failure.Code.Code, failure.GenesysCode, failure.Status));
    }

    [Theory]
    [InlineData("503", FailureKind.Unavailable, 503)]
    [InlineData("422", FailureKind.Refused, 422)]
    [InlineData("200", FailureKind.Refused, null)]
    [InlineData("1e99", FailureKind.Refused, null)]
    [InlineData("503.5", FailureKind.Refused, null)]
    [InlineData("\"503\"", FailureKind.Refused, null)]
    public void Read_UnknownCode_IsReadByStatus(string status, FailureKind kind, int? expected)
    {
        var failure = Assert.Single(Read($$$"""[{"error":{"code":"never.heard.of","status":{{{status}}}}}]""", 1)).Failure!;

        Assert.Equal((kind, expected), (failure.Kind, failure.Status));
    }

    [Fact]
    public void Read_AccessFault_NamesTheScope()
    {
        Assert.Contains("messaging:send", Read("""[{"error":{"code":"missing.permissions"}}]""", 1)[0].Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ListTooShort_RestIsUnknown()
    {
        Assert.Equal([new("m-1", null), PostResult.Unknown, PostResult.Unknown], Read("""[{"id":"m-1"}]""", 3));
    }

    [Fact]
    public void Read_ListTooLong_IgnoresTheRest()
    {
        Assert.Equal([new("m-1", null)], Read("""[{"id":"m-1"},{"id":"m-2"}]""", 1));
    }

    [Fact]
    public void Read_NestedTooDeeply_IsUnknown()
    {
        Assert.Equal([PostResult.Unknown], Read(new string('[', 5000) + new string(']', 5000), 1));
    }

    [Fact]
    public void Read_InvalidUtf8_HasNoIds()
    {
        byte[] body = [.. "[{\"id\":\""u8, 0xC3, 0x28, .. "\"},{\"error\":{\"code\":\""u8, 0xFF, .. "\",\"message\":\"m\"}}]"u8];

        var results = EventResults.Read(body, 2);

        Assert.Equal([null, null], results.Select(result => result.MessageId));
    }

    [Fact]
    public void Read_LongTextWithControlCharacters_IsShortenedAndCleaned()
    {
        var results = Read($$$"""[{"id":"m\n{{{new string('x', 500)}}}"},{"error":{"message":"line\nfeed {{{new string('x', 500)}}}"}}]""", 2);

        Assert.StartsWith("m x", results[0].MessageId, StringComparison.Ordinal);
        Assert.Equal(200, results[0].MessageId!.Length);
        Assert.StartsWith("line feed x", results[1].Failure!.GenesysMessage, StringComparison.Ordinal);
        Assert.Equal(200, results[1].Failure!.GenesysMessage!.Length);
    }

    private static IReadOnlyList<PostResult> Read(string response, int count) => EventResults.Read(Encoding.UTF8.GetBytes(response), count);
}
