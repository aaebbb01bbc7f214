using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions.Http;

namespace ServerlessMessaging.Tests.Contract;

public sealed class ProblemDocumentTests
{
    private const string TypeBase = "https://example.com/docs/errors.md";

    [Fact]
    public void Points_to_the_codes_section_of_the_page() =>
        Assert.Equal("https://example.com/docs/errors.md#sm1001", ProblemDocument.From(new Problem(ErrorCodes.NotJson, "d"), TypeBase).Type);

    [Fact]
    public void Takes_status_code_and_title_from_the_code() => Assert.All(ErrorCodes.All, code =>
    {
        var document = ProblemDocument.From(new Problem(code, "d"), TypeBase);

        Assert.Equal((code.Status, code.Code, code.Title), (document.Status, document.Code, document.Title));
    });

    [Fact]
    public void Leaves_out_what_is_not_known() => Assert.Equal(
        """{"type":"https://example.com/docs/errors.md#sm1001","title":"The body is not valid JSON.","status":400,"detail":"Check it.","code":"SM1001"}""",
        Write(new Problem(ErrorCodes.NotJson, "Check it.")));

    [Fact]
    public void Writes_every_member()
    {
        var problem = Problem.At("/message/title", ErrorCodes.GenesysRefused, "Kürzen Sie <title>.") with
        {
            Id = "invoice-1001",
            GenesysStatus = 400,
            GenesysMessage = "Too \"long\"",
            ContextId = "c-1",
        };

        Assert.Equal(
            """
            {"type":"https://example.com/docs/errors.md#sm2007","title":"Genesys refused the message.","status":422,"detail":"Kürzen Sie <title>.",
            "code":"SM2007","id":"invoice-1001","errors":[{"pointer":"/message/title","code":"SM2007","detail":"Kürzen Sie <title>."}],
            "genesysStatus":400,"genesysMessage":"Too \"long\"","contextId":"c-1"}
            """.ReplaceLineEndings(string.Empty),
            Write(problem));
    }

    [Fact]
    public void Leaves_RetryAfter_to_the_header() => Assert.DoesNotContain(
        "etryAfter", Write(new Problem(ErrorCodes.RateLimited, "d") { RetryAfter = TimeSpan.FromSeconds(42) }), StringComparison.Ordinal);

    [Fact]
    public void Has_a_page_of_codes_by_default() =>
        Assert.EndsWith("docs/errors.md", new ProblemOptions().ProblemTypeBase, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://example.com/errors", true)]
    [InlineData("errors", false)]
    [InlineData("", false)]
    public void Needs_a_page_of_codes_that_is_a_url(string typeBase, bool valid)
    {
        var options = new ProblemOptions { ProblemTypeBase = typeBase };

        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }

    private static string Write(Problem problem) => JsonSerializer.Serialize(ProblemDocument.From(problem, TypeBase), ResponseJson.Readable.ProblemDocument);
}
