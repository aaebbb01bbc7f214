using System.Net;
using System.Text;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>Copies whose record went on without them, or never heard of them.</summary>
public sealed class OrphanedCopiesTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public OrphanedCopiesTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Theory]
    [InlineData(SendState.Sending)]
    [InlineData(SendState.Failed)]
    public async Task A_copy_whose_owners_died_twice_is_still_sent(SendState state)
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        // Its claims went two attempts beyond it, and nothing newer was put.
        _product.Journal.Put(_product.Journal.Record("r-1")! with { State = state, Attempt = 3, Owner = state == SendState.Sending ? "dead" : null, Lease = state == SendState.Sending ? TimeSpan.Zero : null });

        await _product.DeliverAsync();

        Assert.Equal((SendState.Sent, 4), (_product.Journal.Record("r-1")!.State, _product.Journal.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task The_copy_of_the_next_attempt_proves_that_the_last_one_ended()
    {
        using var product = new ProductFixture(("Journal:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "42")).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        // The copy is put, and the process dies before the record says so.
        product.Queues.OnPut = () => product.Journal.Fault = StorageAnswers.Busy;
        await product.PostAsync(Requests.ToUser);
        product.Journal.Fault = null;
        product.Queues.OnPut = null;
        Assert.Equal(SendState.Sending, product.Journal.Record("r-1")!.State);
        product.Time.Advance(TimeSpan.FromSeconds(42));

        await product.DeliverAsync();

        Assert.Equal((SendState.Sent, 2, 0), (product.Journal.Record("r-1")!.State, product.Journal.Record("r-1")!.Attempt, product.Journal.Record("r-1")!.UnknownOutcomes));
    }

    [Fact]
    public async Task What_was_refused_to_its_caller_is_not_sent_by_a_put_that_landed_all_the_same()
    {
        _product.Queues.OnPut = () => throw StorageAnswers.Busy;
        Assert.Equal(503, Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser, respondAsync: true)).Problem.Code.Status);
        _product.Queues.OnPut = null;

        await _product.DeliverAsync(new LaterEnvelope("r-1", 1, _product.Time.GetUtcNow(), _product.Time.GetUtcNow().AddHours(1), Encoding.UTF8.GetBytes(Requests.ToUser)));

        Assert.Empty(_product.Genesys.Received);
        Assert.Equal(SendState.Failed, _product.Journal.Record("r-1")!.State);
    }

    public void Dispose() => _product.Dispose();
}
