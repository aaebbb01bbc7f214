using System.Net;
using System.Text;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>Copies whose record is at a later attempt, or was never updated for them.</summary>
public sealed class OrphanedCopiesTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public OrphanedCopiesTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Theory]
    [InlineData(MessageState.Sending)]
    [InlineData(MessageState.Failed)]
    public async Task SendDeferred_OwnersStoppedTwice_IsSent(MessageState state)
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        // Two claims raised the attempt, and neither queued a newer copy.
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state, Attempt = 3, Owner = state == MessageState.Sending ? "stopped" : null, Lease = state == MessageState.Sending ? TimeSpan.Zero : null });

        await _product.DeliverAsync();

        Assert.Equal((MessageState.Sent, 4), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task SendDeferred_CopyOfTheNextAttempt_ProvesThatTheLastOneEnded()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "42")).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        // The copy is queued, and the process stops before it updates the record.
        product.Queues.OnPut = () => product.Records.Fault = StorageResponses.Busy;
        await product.PostAsync(Requests.ToUser);
        product.Records.Fault = null;
        product.Queues.OnPut = null;
        Assert.Equal(MessageState.Sending, product.Records.Record("r-1")!.State);
        product.Time.Advance(TimeSpan.FromSeconds(42));

        await product.DeliverAsync();

        Assert.Equal((MessageState.Sent, 2, 0), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.Attempt, product.Records.Record("r-1")!.UnknownOutcomes));
    }

    [Fact]
    public async Task SendDeferred_CallerWasRefused_IsNotSent()
    {
        _product.Queues.OnPut = () => throw StorageResponses.Busy;
        Assert.Equal(503, Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser, respondAsync: true)).Problem.Code.Status);
        _product.Queues.OnPut = null;

        await _product.DeliverAsync(new DeferredRequest("r-1", 1, _product.Time.GetUtcNow(), _product.Time.GetUtcNow().AddHours(1)) { Payload = Encoding.UTF8.GetBytes(Requests.ToUser) });

        Assert.Empty(_product.Genesys.Received);
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);
    }

    public void Dispose() => _product.Dispose();
}
