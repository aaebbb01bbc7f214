using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;
using static ServerlessMessaging.Tests.Sending.Batches.BatchSteps;

namespace ServerlessMessaging.Tests.Sending.Batches;

/// <summary>Requests of one batch with the same id.</summary>
public sealed class EqualRequestsTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task SendBatch_EqualIds_SendsTheFirstAndReplaysItsResult()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        var outcomes = await SendAsync(User("r-1"), User("r-1"), User("r-1", "other"), User("r-1"));

        Assert.Equal([200, 200, 422, 200], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal([false, true, false, true], outcomes.Select(outcome => outcome.Replayed));
        Assert.Equal(ErrorCodes.PayloadMismatch, ((NotSent)outcomes[2]).Problem.Code);
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 422, 1)]
    // Once more with a new access token.
    [InlineData(HttpStatusCode.Unauthorized, 503, 2)]
    public async Task SendBatch_EqualRequestsRefused_HaveOneAttempt(HttpStatusCode status, int httpStatus, int posts)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, status);

        var outcomes = await SendAsync([.. Enumerable.Repeat(User("r-1"), 30)]);

        Assert.All(outcomes, outcome => Assert.Equal((httpStatus, false, "r-1"), (outcome.HttpStatus, outcome.Replayed, ((NotSent)outcome).Problem.Id)));
        Assert.Equal((posts, 1), (_product.Genesys.To(ProductFixture.ChannelPath).Count, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task SendBatch_EqualIdsOtherBodyAfterARefusal_IsSentOnce()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        var outcomes = await SendAsync(User("r-1"), User("r-1", "other"), User("r-1"), User("r-1", "other"));

        Assert.Equal([422, 200, 422, 200], outcomes.Select(outcome => outcome.HttpStatus));
        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
    }

    [Fact]
    public async Task SendBatch_RequestsWithoutId_AreDifferentRequests()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        var body = User("r-1").Replace("\"id\":\"r-1\",", string.Empty, StringComparison.Ordinal);

        var outcomes = await SendAsync(body, body);

        Assert.Equal(2, outcomes.Cast<Sent>().Select(sent => sent.Response.Id).Distinct().Count());
    }

    public void Dispose() => _product.Dispose();

    private Task<IReadOnlyList<SendOutcome>> SendAsync(params string[] requests) => _product.SendBatchAsync(requests);
}
