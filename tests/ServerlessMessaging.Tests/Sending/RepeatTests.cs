using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>The response to a repeated request, by the state of its record.</summary>
public sealed class RepeatTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public RepeatTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-2"}""");

    [Theory]
    [InlineData(MessageState.Queued, 202)]
    [InlineData(MessageState.Scheduled, 202)]
    [InlineData(MessageState.Deferred, 202)]
    [InlineData(MessageState.Sent, 200)]
    [InlineData(MessageState.Delivered, 200)]
    public async Task Send_RepeatOfQueuedOrSent_IsReplayed(MessageState state, int httpStatus)
    {
        await PutAsync(state);

        var outcome = await _product.PostAsync(Requests.ToUser);

        Assert.Equal((httpStatus, true), (outcome.HttpStatus, outcome.Replayed));
        Assert.Equal(state, (outcome as Sent)?.Response.Status ?? (outcome as Accepted)?.Response.Status);
        Assert.Single(_product.Copies());
        Assert.Empty(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(MessageState.Cancelled, "SM3009", null)]
    [InlineData(MessageState.Unknown, "SM3007", null)]
    [InlineData(MessageState.Sending, "SM3006", 120.0)]
    public async Task Send_RepeatOfCancelledUnknownOrInProgress_IsRefused(MessageState state, string code, double? retryAfter)
    {
        await PutAsync(state);

        var problem = Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser)).Problem;

        Assert.Equal((409, code, retryAfter, "r-1"), (problem.Code.Status, problem.Code.Code, problem.RetryAfter?.TotalSeconds, problem.Id));
        Assert.Empty(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_RepeatOfFailed_IsSentWithAnyBody(bool isOtherBody)
    {
        await PutAsync(MessageState.Failed);

        var sent = Assert.IsType<Sent>(await _product.PostAsync(isOtherBody ? Requests.OtherBody : Requests.ToUser));

        Assert.Equal((false, "m-2", 2), (sent.Replayed, sent.Response.MessageId, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task Send_RepeatAfterTheLeaseUnderResend_IsSent()
    {
        await PutAsync(MessageState.Sending);
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.IsType<Sent>(await _product.PostAsync(Requests.ToUser));

        Assert.Equal((2, 1), (_product.Records.Record("r-1")!.Attempt, _product.Records.Record("r-1")!.UnknownOutcomes));
    }

    [Fact]
    public async Task Send_RepeatAfterTheLeaseUnderPark_IsParked()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park"));
        await PutAsync(MessageState.Sending, product);
        product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ErrorCodes.Parked, Assert.IsType<NotSent>(await product.PostAsync(Requests.ToUser)).Problem.Code);

        Assert.Equal((MessageState.Unknown, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
    }

    public void Dispose() => _product.Dispose();

    private async Task PutAsync(MessageState state, ProductFixture? product = null)
    {
        var target = product ?? _product;
        await target.PostAsync(Requests.ToUser, respondAsync: true);
        var isOwned = state == MessageState.Sending;
        target.Records.Put(target.Records.Record("r-1")! with { State = state, Owner = isOwned ? "other-owner" : null, Lease = isOwned ? TimeSpan.FromMinutes(2) : null });
    }
}
