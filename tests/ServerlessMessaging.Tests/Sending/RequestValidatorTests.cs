using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Contract;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class RequestValidatorTests : IDisposable
{
    private const string Conversation = """{"conversation":{"id":"c","channelId":"ch","providerId":"line"}}""";
    private const string Customer = """{"customer":{"id":"c","integrationId":"i"}}""";
    private const string BotSession = """{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en"}}""";

    private readonly ProductFixture _product = new();
    private readonly Recorder _log = new();

    [Fact]
    public void Validate_ValidRequest_ReturnsIt()
    {
        var request = Accepted(Body.With("\"id\":\"invoice-1001\""), null);

        Assert.Equal(("invoice-1001", new TextMessage("Hello")), (request.Id, request.Message));
    }

    [Theory]
    [InlineData("invoice-1001")]
    [InlineData("\"invoice-1001\"")]
    public void Validate_IdInTheHeader_IsUsed(string header) => Assert.Equal("invoice-1001", Accepted(Body.Minimal, header).Id);

    [Theory]
    [InlineData("invoice-1001")]
    [InlineData("\"invoice-1001\"")]
    public void Validate_SameIdInHeaderAndMember_IsAccepted(string header) =>
        Assert.Equal("invoice-1001", Accepted(Body.With("\"id\":\"invoice-1001\""), header).Id);

    [Fact]
    public void Validate_NullIdAndHeader_UsesTheHeader() => Assert.Equal("a", Accepted(Body.With("\"id\":null"), "a").Id);

    [Fact]
    public void Validate_NoId_CreatesAVersion7Guid() => Assert.Equal(7, Guid.Parse(Accepted(Body.Minimal, null).Id!).Version);

    [Fact]
    public void Validate_NoIdTwice_CreatesDifferentValidIds()
    {
        var ids = new[] { Accepted(Body.Minimal, null).Id!, Accepted(Body.Minimal, null).Id! };

        Assert.Distinct(ids);
        Assert.All(ids, id => Assert.True(RequestId.IsValid(id)));
    }

    [Theory]
    [InlineData("invoice-1002")]
    [InlineData("Invoice-1001")]
    public void Validate_IdsDiffer_IsRefused(string header)
    {
        var problem = Refused(Body.With("\"id\":\"invoice-1001\""), header);

        Assert.Equal(ErrorCodes.IdempotencyKeyInvalid, problem.Code);
        Assert.Equal("/id", Assert.Single(problem.Errors).Pointer);
        Assert.Contains("Send one of them, or the same in both.", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("\"a")]
    [InlineData("batch")]
    [InlineData("a, b")]
    public void Validate_MalformedHeader_IsRefused(string header)
    {
        var problem = Refused(Body.Minimal, header);

        Assert.Equal(ErrorCodes.IdempotencyKeyInvalid, problem.Code);
        Assert.Contains("is an id, bare or in quotes: 1 to 128 characters", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(problem.Errors);
    }

    [Fact]
    public void Validate_MalformedHeaderAndValidId_IsRefused() =>
        Assert.Equal(ErrorCodes.IdempotencyKeyInvalid, Refused(Body.With("\"id\":\"a\""), "a/b").Code);

    [Fact]
    public void Validate_MalformedBodyAndHeader_ReportsTheBody()
    {
        var problem = Validator().Validate(Encoding.UTF8.GetBytes("{"), "a/b", out var request);

        Assert.Equal(ErrorCodes.NotJson, problem!.Code);
        Assert.Null(request);
    }

    [Fact]
    public void Validate_SeveralBrokenRules_ReportsAll()
    {
        var problem = Refused("""{"id":"a/b","to":{},"message":{"type":"text"}}""", null);

        Assert.Equal(ErrorCodes.RulesBroken, problem.Code);
        Assert.Equal(["SM1107", "SM1105", "SM1101"], problem.Errors.Select(error => error.Code));
    }

    [Theory]
    [InlineData("""{"id":"invoice-1001","to":{},"message":{"type":"text","text":"t"}}""", null, "invoice-1001")]
    [InlineData("""{"to":{},"message":{"type":"text","text":"t"}}""", "\"invoice-1001\"", "invoice-1001")]
    [InlineData("""{"id":"a/b","to":{"userId":"u-1"},"message":{"type":"text","text":"t"}}""", null, null)]
    public void Validate_BrokenRules_NamesTheRequestUnlessItsIdIsMalformed(string body, string? header, string? id) => Assert.Equal(id, Refused(body, header).Id);

    [Theory]
    [InlineData(Conversation, SendRoute.MessagingEvents)]
    [InlineData(Customer, SendRoute.Agentless)]
    [InlineData(BotSession, SendRoute.BotSession)]
    public void Validate_EveryRoute_IsAccepted(string to, SendRoute route) => Assert.Equal(route, Accepted(Body.To(to), null).To.Route);

    [Fact]
    public void Validate_MessageTooLongForItsRoute_IsRefused()
    {
        using var product = new ProductFixture(("Limits:Agentless:TextLength", "12"));
        var body = Body.Message("""{"type":"quickReplies","text":"Ready?","replies":[{"text":"Yes","value":"y"}]}""", Customer);

        var problem = product.Get<RequestValidator>().Validate(Encoding.UTF8.GetBytes(body), null, out _);

        Assert.Equal(("/message", "SM1109"), (Assert.Single(problem!.Errors).Pointer, problem.Errors[0].Code));
    }

    [Fact]
    public void Validate_AmbiguousRecipient_ReportsNoRouteError()
    {
        var error = Assert.Single(Refused(Body.To("""{"email":"a@example.com","customer":{"id":"c","integrationId":"i"}}"""), null).Errors);

        Assert.Equal(("/to", "SM1105"), (error.Pointer, error.Code));
    }

    [Fact]
    public void Validate_Times_AreMeasuredFromTheClock() =>
        Assert.Equal("SM3002", Assert.Single(Refused(Body.With("\"expiresAt\":\"2026-12-01T08:00:00Z\""), null).Errors).Code);

    [Fact]
    public void Validate_ConfiguredLimits_AreObeyed()
    {
        var limits = new MessageLimitsOptions();
        limits.OpenMessaging.TextLength = 4;

        var problem = Validator(limits).Validate(Encoding.UTF8.GetBytes(Body.Minimal), null, out _);

        Assert.Equal("SM1109", Assert.Single(problem!.Errors).Code);
    }

    [Theory]
    [InlineData("{", null, EventIds.RequestMalformed)]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":"t"}}""", "a/b", EventIds.IdempotencyKeyRefused)]
    [InlineData("{}", null, EventIds.RequestInvalid)]
    public void Validate_Refusal_LogsAnEventOfItsKind(string body, string? header, int eventId)
    {
        Refused(body, header);

        Assert.Equal(eventId, Assert.Single(_log.Entries).Id);
    }

    [Fact]
    public void Validate_BrokenRules_LogsEachCodeOnce()
    {
        Refused("""{"id":"a-1","to":{},"message":{"type":"card","actions":[{"type":"imBack"}]}}""", null);

        Assert.Equal("Request a-1 refused: it breaks rules (SM1105, SM1101)", Assert.Single(_log.Entries).Text);
    }

    [Theory]
    [InlineData("""{"to":{"email":"secret"},"message":{"type":"text","text":"secret\u0000"}}""", null)]
    [InlineData("""{"id":"sec ret","to":{"email":"secret"},"message":{"type":"secret"},"replyTo":"secret!"}""", null)]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":"t"}}""", "secret/1")]
    [InlineData("""{"to":{"secret":1}}""", null)]
    public void Validate_Refusal_LogsNothingOfTheContent(string body, string? header)
    {
        Refused(body, header);

        Assert.DoesNotContain("sec", Assert.Single(_log.Entries).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ValidRequest_LogsNothing()
    {
        Accepted(Body.Minimal, null);

        Assert.Empty(_log.Entries);
    }

    public void Dispose() => _product.Dispose();

    private SendRequest Accepted(string body, string? header)
    {
        Assert.Null(Validator().Validate(Encoding.UTF8.GetBytes(body), header, out var request));
        return Assert.IsType<SendRequest>(request);
    }

    private Problem Refused(string body, string? header) =>
        Assert.IsType<Problem>(Validator().Validate(Encoding.UTF8.GetBytes(body), header, out _));

    private RequestValidator Validator(MessageLimitsOptions? limits = null) =>
        new(Options.Create(limits ?? new MessageLimitsOptions()), _product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>(), new FakeTimeProvider(Expect.Now), _log);

    private sealed class Recorder : ILogger<RequestValidator>
    {
        public List<(int Id, string Text)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((eventId.Id, formatter(state, exception)));
    }
}
