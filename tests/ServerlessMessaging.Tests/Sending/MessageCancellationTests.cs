using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class MessageCancellationTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(MessageState.Queued)]
    [InlineData(MessageState.Scheduled)]
    [InlineData(MessageState.Deferred)]
    [InlineData(MessageState.Failed)]
    public async Task Cancel_NotSent_IsCancelled(MessageState state)
    {
        await PutAsync(state);

        var (response, problem) = await CancelAsync();

        Assert.Null(problem);
        Assert.Equal(("r-1", MessageState.Cancelled, null), (response!.Id, response.Status, response.DueAt));
        Assert.Equal((MessageState.Cancelled, null, null, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Owner, _product.Records.Record("r-1")!.Lease, _product.Records.Record("r-1")!.DueAt));
        Assert.Contains(EventIds.RequestCancelled, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(MessageState.Sending)]
    [InlineData(MessageState.Sent)]
    [InlineData(MessageState.Delivered)]
    [InlineData(MessageState.Unknown)]
    public async Task Cancel_SentOrInProgress_IsRefused(MessageState state)
    {
        await PutAsync(state);
        var version = _product.Records.Version("r-1");

        var (response, problem) = await CancelAsync();

        Assert.Null(response);
        Assert.Equal((ErrorCodes.TooLateToCancel, 409, "r-1"), (problem!.Code, problem.Code.Status, problem.Id));
        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Contains(EventIds.CancelRefused, _product.Log.EventIds);
    }

    [Fact]
    public async Task Cancel_FailedButMayHaveBeenSent_IsRefused()
    {
        _product.Queues.Puts.Refuse();
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);
        await _product.PostAsync(Requests.ToUser);

        Assert.Equal(ErrorCodes.TooLateToCancel, (await CancelAsync()).Problem!.Code);
    }

    [Fact]
    public async Task Cancel_LeaseEnded_IsRefused()
    {
        await PutAsync(MessageState.Sending);
        _product.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ErrorCodes.TooLateToCancel, (await CancelAsync()).Problem!.Code);
    }

    [Fact]
    public async Task Cancel_Twice_IsCancelledOnce()
    {
        await PutAsync(MessageState.Deferred);
        await CancelAsync();

        Assert.Equal(MessageState.Cancelled, (await CancelAsync()).Response!.Status);
        Assert.Single(_product.Log.EventIds, EventIds.RequestCancelled);
    }

    [Fact]
    public async Task Cancel_RecordChangedMeanwhile_IsRetried()
    {
        await PutAsync(MessageState.Deferred);
        _product.Records.LoseNextResponse();

        Assert.Equal(MessageState.Cancelled, (await CancelAsync()).Response!.Status);
    }

    [Fact]
    public async Task Cancel_Deferred_DropsTheCopyAndRefusesARepeat()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(Requests.ToUser);
        await CancelAsync();

        await _product.DeliverAsync();
        var repeat = Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser)).Problem;

        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Equal((MessageState.Cancelled, 0), (_product.Records.Record("r-1")!.State, _product.Copies().Count));
        Assert.Equal((ErrorCodes.Cancelled, 409), (repeat.Code, repeat.Code.Status));
        Assert.Contains(EventIds.RequestAlreadyCancelled, _product.Log.EventIds);
    }

    [Fact]
    public async Task Cancel_WhileItIsQueued_IsCancelled()
    {
        Task<(MessageStatusResponse? Response, Problem? Problem)>? cancelling = null;
        _product.Queues.OnPut = () => cancelling = CancelAsync();
        await _product.PostAsync(Requests.ToUser, respondAsync: true);

        Assert.Equal(MessageState.Cancelled, (await cancelling!).Response!.Status);
        await _product.DeliverAsync();

        Assert.Equal(MessageState.Cancelled, _product.Records.Record("r-1")!.State);
        Assert.Empty(_product.Genesys.Received);
    }

    [Theory]
    [InlineData("r-9", "r-9")]
    [InlineData("../r-1", null)]
    [InlineData("", null)]
    public async Task Cancel_UnknownId_IsNotFound(string id, string? problemId)
    {
        var (_, problem) = await _product.Get<MessageStatus>().CancelAsync(id);

        Assert.Equal((ErrorCodes.NoSuchRequest, 404, problemId), (problem!.Code, problem.Code.Status, problem.Id));
    }

    [Fact]
    public async Task Cancel_StorageUnavailable_IsAProblemAndLogged()
    {
        _product.Records.Fault = StorageResponses.Busy;

        var (_, problem) = await CancelAsync();

        Assert.Equal((ErrorCodes.StorageUnavailable, "r-1", true), (problem!.Code, problem.Id, problem.RetryAfter > TimeSpan.Zero));
        Assert.Contains(EventIds.RecordUnavailable, _product.Log.EventIds);
    }

    public void Dispose() => _product.Dispose();

    private Task<(MessageStatusResponse? Response, Problem? Problem)> CancelAsync() => _product.Get<MessageStatus>().CancelAsync("r-1");

    private async Task PutAsync(MessageState state)
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        var isOwned = state == MessageState.Sending;
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state, Owner = isOwned ? "other-owner" : null, Lease = isOwned ? TimeSpan.FromMinutes(2) : null, DueAt = _product.Time.GetUtcNow() });
    }
}
