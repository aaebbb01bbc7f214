using System.Net;
using System.Text;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
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

    // The put of the next copy succeeds without a response, so that the same attempt is made again while that copy waits.
    [Theory]
    [InlineData("Resend", true)]
    [InlineData("Resend", false)]
    [InlineData("Park", true)]
    [InlineData("Park", false)]
    public async Task SendDeferred_CopyOfTheNextAttemptDuringAPost_WaitsForItsEnd(string policy, bool isCopy)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", policy)).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        if (isCopy)
        {
            await product.PostAsync(Requests.ToUser);
        }

        product.Queues.Puts.LoseResponse("POST");
        await (isCopy ? product.DeliverAsync() : product.EnqueueAsync(Requests.ToUser));
        var (next, again) = (product.Queues.Next(QueueNames.MessagesDeferred), product.Queues.Next(QueueNames.MessagesDeferred));
        product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, async (_, _) =>
        {
            await product.Get<DeferredMessages>().HandleAsync(next);
            return ScriptedGenesys.CreateResponse(HttpStatusCode.Accepted, """{"id":"m-1"}""");
        });
        var posts = product.Genesys.To(ProductFixture.ChannelPath).Count;

        await product.Get<DeferredMessages>().HandleAsync(again);
        Assert.Equal(120, Assert.Single(product.Copies()).Seconds);
        await product.DeliverAsync();

        Assert.Equal(posts + 1, product.Genesys.To(ProductFixture.ChannelPath).Count);
        Assert.Equal((MessageState.Sent, 0), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Empty(product.Copies());
    }

    // The owner of the second attempt died in its post: what the first attempt left behind does not prove that it ended.
    [Theory]
    [InlineData("Resend", MessageState.Sent, 1)]
    [InlineData("Park", MessageState.Unknown, 1)]
    public async Task SendDeferred_OtherOwnerDiedInItsPost_IsAnUnknownOutcome(string policy, MessageState state, int unknownOutcomes)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", policy)).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.PostAsync(Requests.ToUser);
        product.Records.Put(product.Records.Record("r-1")! with { State = MessageState.Sending, Attempt = 1, Owner = "other", Lease = TimeSpan.FromMinutes(2) });
        product.Time.Advance(TimeSpan.FromMinutes(2));

        await product.DeliverAsync();

        Assert.Equal((state, unknownOutcomes), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
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
