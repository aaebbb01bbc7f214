using System.Net;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;
using static ServerlessMessaging.Tests.Sending.Batches.BatchSteps;

namespace ServerlessMessaging.Tests.Sending.Batches;

public sealed class BatchSenderTests : IDisposable
{
    private const string Agentless = "/api/v2/conversations/messages/agentless";
    private const string BotSession = "/api/v2/integrations/botconnectors/outgoing/messages";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task SendBatch_RequestsOfAllRoutes_ReturnsOutcomesInOrder()
    {
        _product.Genesys
            .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""")
            .On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"},{"id":"m-5"}]""")
            .On(Agentless, HttpStatusCode.OK, """{"id":"m-3"}""")
            .On(BotSession, HttpStatusCode.OK, """{"messageId":"m-4"}""");

        var outcomes = await SendAsync(User("r-1"), Event("r-2"), To("r-3", """{"customer":{"id":"c","integrationId":"i"}}"""), To("r-4", """{"botSession":{"botId":"b","botVersion":"1","botSessionId":"s","languageCode":"en-us"}}"""), Event("r-5"));

        Assert.Equal(["r-1 m-1", "r-2 m-2", "r-3 m-3", "r-4 m-4", "r-5 m-5"], outcomes.Cast<Sent>().Select(sent => $"{sent.Response.Id} {sent.Response.MessageId}"));
        Assert.Equal(2, EventsOf(Assert.Single(_product.Genesys.To(ProductFixture.EventsPath))));
        Assert.Equal([MessageState.Sent, MessageState.Sent], new[] { "r-1", "r-5" }.Select(id => _product.Records.Record(id)!.State));
        Assert.Contains(EventIds.BatchCompleted, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(51, 50, 1)]
    [InlineData(100, 50, 50)]
    public async Task SendBatch_ManyEvents_PostsThemIn50s(int count, params int[] posts)
    {
        _product.Genesys.On(ProductFixture.EventsPath, AcceptAllAsync);

        var outcomes = await SendAsync([.. Enumerable.Range(1, count).Select(number => Event($"r-{number}"))]);

        Assert.Equal(posts, _product.Genesys.To(ProductFixture.EventsPath).Select(EventsOf));
        Assert.Equal(Enumerable.Range(1, count).Select(number => $"r-{number}"), outcomes.Cast<Sent>().Select(sent => sent.Response.Id));
    }

    [Fact]
    public async Task SendBatch_InvalidRequest_FailsAlone()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""").On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-2"}]""");

        var outcomes = await SendAsync("7", User("r-1"), """{"a":1,"a":2}""", "{}", Event("r-2"), User("batch"));

        Assert.Equal([400, 200, 400, 422, 200, 422], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal(["SM1004", "SM1003", "SM1100", "SM1100"], outcomes.OfType<NotSent>().Select(refused => refused.Problem.Code.Code));
    }

    [Fact]
    public async Task SendBatch_EventRefusedByGenesys_FailsAlone()
    {
        _product.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-1"},{"error":{"code":"not.found","message":"Conversation not found"}},{"error":{"code":"too.many.requests","message":"slow"}}]""");

        var outcomes = await SendAsync(Event("r-1"), Event("r-2"), Event("r-3"));

        Assert.Equal([200, 422, 202], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal(("SM2004", "r-2"), (((NotSent)outcomes[1]).Problem.Code.Code, ((NotSent)outcomes[1]).Problem.Id));
        Assert.Equal([MessageState.Sent, MessageState.Failed, MessageState.Deferred], new[] { "r-1", "r-2", "r-3" }.Select(id => _product.Records.Record(id)!.State));
        Assert.Equal(("r-3", 2), (Assert.Single(_product.Copies()).Envelope.Id, _product.Copies()[0].Envelope.Attempt));
    }

    [Theory]
    [InlineData("Resend", 202, MessageState.Deferred)]
    [InlineData("Park", 504, MessageState.Unknown)]
    public async Task SendBatch_EventWithNeitherIdNorError_IsUnknown(string policy, int httpStatus, MessageState state)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", policy)).WithToken();
        product.Genesys.On(ProductFixture.EventsPath, HttpStatusCode.OK, """[{"id":"m-1"},{}]""");

        var outcomes = await product.SendBatchAsync([Event("r-1"), Event("r-2")]);

        Assert.Equal([200, httpStatus], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal((state, 1), (product.Records.Record("r-2")!.State, product.Records.Record("r-2")!.UnknownOutcomes));
    }

    [Theory]
    [InlineData(429, 0)]
    [InlineData(504, 1)]
    public async Task SendBatch_PostFails_FailsForAllItsEvents(int status, int unknown)
    {
        _product.Genesys.On(ProductFixture.EventsPath, (HttpStatusCode)status, "{}", ("Retry-After", "42"));

        var outcomes = await SendAsync(Event("r-1"), Event("r-2"));

        Assert.Equal([202, 202], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal([unknown, unknown], new[] { "r-1", "r-2" }.Select(id => _product.Records.Record(id)!.UnknownOutcomes));
        Assert.Equal(2, _product.Copies().Count);
        Assert.Single(_product.Genesys.To(ProductFixture.EventsPath));
    }

    [Fact]
    public async Task SendBatch_Stopping_QueuesEach()
    {
        _product.Get<RunningInvocations>().Stop();

        var outcomes = await SendAsync(User("r-1"), Event("r-2"));

        Assert.Equal([MessageState.Queued, MessageState.Queued], outcomes.Cast<Accepted>().Select(accepted => accepted.Response.Status));
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendBatch_StopBetweenPosts_DefersTheRest()
    {
        _product.Genesys.On(ProductFixture.EventsPath, async (request, cancellationToken) =>
        {
            _product.Get<RunningInvocations>().Stop();
            _product.Time.Advance(TimeSpan.FromSeconds(3));
            return await AcceptAllAsync(request, cancellationToken);
        });

        var outcomes = await SendAsync([.. Enumerable.Range(1, 51).Select(number => Event($"r-{number}"))]);

        Assert.Equal((50, 1), (outcomes.Count(outcome => outcome is Sent), outcomes.Count(outcome => outcome is Accepted)));
        Assert.Single(_product.Genesys.To(ProductFixture.EventsPath));
    }

    [Fact]
    public async Task SendBatch_DeadLetterOfAParkedRequestNotWritten_Is504()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Blobs.FaultsOf(ServerlessMessaging.Storage.ContainerNames.DeadLetters).Refuse();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.GatewayTimeout).On(ProductFixture.EventsPath, HttpStatusCode.GatewayTimeout);

        var outcomes = await product.SendBatchAsync([User("r-1"), Event("r-2")]);

        Assert.Equal(["504 SM2204", "504 SM2204"], outcomes.Cast<NotSent>().Select(outcome => $"{outcome.HttpStatus} {outcome.Problem.Code.Code}"));
        Assert.Equal(2, product.Log.EventIds.Count(id => id == EventIds.DeadLetterNotWritten));
    }

    [Fact]
    public async Task SendBatch_RespondAsync_QueuesEach()
    {
        var outcomes = await _product.SendBatchAsync([User("r-1"), Event("r-2")], respondAsync: true);

        Assert.Equal([MessageState.Queued, MessageState.Queued], outcomes.Cast<Accepted>().Select(accepted => accepted.Response.Status));
        Assert.Equal(["r-1", "r-2"], _product.Copies().Select(copy => copy.Envelope.Id).Order());
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendBatch_OneIsScheduled_SendsTheOther()
    {
        _product.Genesys.On(ProductFixture.EventsPath, AcceptAllAsync);

        var outcomes = await SendAsync("{\"sendAt\":\"2026-11-23T12:00:00Z\"," + Event("r-1")[1..], Event("r-2"));

        Assert.Equal([202, 200], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal(MessageState.Scheduled, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendBatch_TooLittleTime_DefersEach()
    {
        var outcomes = await _product.SendBatchAsync([User("r-1"), Event("r-2")], seconds: 3.9);

        Assert.All(outcomes, outcome => Assert.IsType<Accepted>(outcome));
        Assert.Equal(["SM4003", "SM4003"], new[] { "r-1", "r-2" }.Select(id => Assert.Single(_product.Records.Record(id)!.Failures!).Code));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendBatch_StorageUnavailable_RefusesEach(bool respondAsync)
    {
        _product.Records.Fault = StorageResponses.Busy;

        var outcomes = await _product.SendBatchAsync([User("r-1"), "7", Event("r-2")], respondAsync);

        Assert.Equal(["SM4004 r-1", "SM1004 ", "SM4004 r-2"], outcomes.Cast<NotSent>().Select(refused => $"{refused.Problem.Code.Code} {refused.Problem.Id}"));
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendBatch_UnexpectedException_FailsOneRequest()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Queues.OnPut = () => throw new InvalidOperationException("bug");
            return Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.InternalServerError, "{}"));
        });
        _product.Genesys.On(Agentless, HttpStatusCode.OK, """{"id":"m-2"}""");

        var outcomes = await SendAsync(User("r-1"), To("r-2", """{"customer":{"id":"c","integrationId":"i"}}"""));

        Assert.Equal([500, 200], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Contains(EventIds.BatchItemFailedUnexpectedly, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("{}", false, "SM1011")]
    [InlineData("[]", false, "SM1011")]
    [InlineData("[", false, "SM1001")]
    [InlineData("[{}]", true, "SM1007")]
    public async Task SendBatch_NotABatch_IsRefusedAsAWhole(string body, bool hasKey, string code)
    {
        var sender = _product.Get<BatchSender>();

        var (outcomes, problem) = await sender.SendAsync(Encoding.UTF8.GetBytes(body), hasKey, respondAsync: false, sender.StartBudget());

        Assert.Null(outcomes);
        Assert.Equal(code, problem!.Code.Code);
        Assert.Contains(EventIds.BatchMalformed, _product.Log.EventIds);
    }

    [Fact]
    public void StartBudget_Batch_Is20Seconds() => Assert.Equal(20, _product.Get<BatchSender>().StartBudget().Remaining.TotalSeconds);

    public void Dispose() => _product.Dispose();

    private static int EventsOf(ReceivedCall call)
    {
        using var body = JsonDocument.Parse(call.Body);
        return body.RootElement.GetArrayLength();
    }

    private static async Task<HttpResponseMessage> AcceptAllAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var body = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
        var results = body.RootElement.EnumerateArray().Select((_, index) => new { id = $"m-{index}" });
        return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, JsonSerializer.Serialize(results));
    }

    private Task<IReadOnlyList<SendOutcome>> SendAsync(params string[] requests) => _product.SendBatchAsync(requests);
}
