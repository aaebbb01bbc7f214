using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions.Http;

namespace ServerlessMessaging.Tests.Contract;

public sealed class ProblemDocumentTests
{
    private const string TypeBase = "https://example.com/docs/errors.md";

    [Fact]
    public void Create_Code_PointsToItsSectionOfThePage() =>
        Assert.Equal("https://example.com/docs/errors.md#sm1001", ProblemDocument.From(new Problem(ErrorCodes.NotJson, "d"), TypeBase).Type);

    [Fact]
    public void Create_EveryCode_HasItsStatusCodeAndTitle() => Assert.All(ErrorCodes.All, code =>
    {
        var document = ProblemDocument.From(new Problem(code, "d"), TypeBase);

        Assert.Equal((code.Status, code.Code, code.Title), (document.Status, document.Code, document.Title));
    });

    [Fact]
    public void Serialize_UnknownMembers_AreLeftOut() => Assert.Equal(
        """{"type":"https://example.com/docs/errors.md#sm1001","title":"The body is not valid JSON.","status":400,"detail":"Check it.","code":"SM1001"}""",
        Write(new Problem(ErrorCodes.NotJson, "Check it.")));

    [Fact]
    public void Serialize_EveryMember_IsWritten()
    {
        var problem = Problem.At("/message/title", ErrorCodes.GenesysRefused, "Kürzen Sie <title>.") with
        {
            Id = "invoice-1001",
            GenesysStatus = 400,
            GenesysMessage = "Too \"long\"",
            ContextId = "c-1",
            GenesysCode = "bad.request",
            Details = [new("too.long", "content[0].title", null, null)],
        };

        Assert.Equal(
            """
            {"type":"https://example.com/docs/errors.md#sm2007","title":"Genesys refused the message.","status":422,"detail":"Kürzen Sie <title>.",
            "code":"SM2007","id":"invoice-1001","errors":[{"pointer":"/message/title","code":"SM2007","detail":"Kürzen Sie <title>."}],
            "genesysStatus":400,"genesysCode":"bad.request","genesysMessage":"Too \"long\"","contextId":"c-1",
            "details":[{"errorCode":"too.long","fieldName":"content[0].title"}]}
            """.ReplaceLineEndings(string.Empty),
            Write(problem));
    }

    [Fact]
    public void Serialize_RetryAfter_IsLeftToTheHeader() => Assert.DoesNotContain(
        "etryAfter", Write(new Problem(ErrorCodes.RateLimited, "d") { RetryAfter = TimeSpan.FromSeconds(42) }), StringComparison.Ordinal);

    [Fact]
    public void ProblemTypeBase_Default_IsThePageOfErrors() =>
        Assert.EndsWith("docs/errors.md", new ProblemOptions().ProblemTypeBase, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://example.com/errors", true)]
    [InlineData("errors", false)]
    [InlineData("", false)]
    public void ProblemTypeBase_Value_MustBeAUrl(string typeBase, bool valid)
    {
        var options = new ProblemOptions { ProblemTypeBase = typeBase };

        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    private static string Write(Problem problem) => JsonSerializer.Serialize(ProblemDocument.From(problem, TypeBase), ResponseJson.Readable.ProblemDocument);
}
