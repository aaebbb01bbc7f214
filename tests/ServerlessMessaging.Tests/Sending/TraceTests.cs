using System.Diagnostics;
using System.Net;
using System.Text;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>One trace from the trigger to Genesys, also across queues.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();
    private readonly RecordedActivities _activities = new();
    private readonly Activity _caller = new Activity("caller").Start();

    private IEnumerable<string?> TraceParents => _product.Genesys.Received.Select(call => call.TraceParent);

    public TraceTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Fact]
    public async Task Send_Request_SharesItsTraceWithItsCalls()
    {
        await _product.PostAsync(Requests.ToUser);

        ExpectOneTrace();
        var send = Assert.Single(Ended("send"));
        var call = Assert.Single(Ended("POST openMessaging"));
        Assert.Equal((_caller.SpanId, send.SpanId, ActivityKind.Client), (send.ParentSpanId, call.ParentSpanId, call.Kind));
        Assert.Equal(call.Id, _product.Genesys.To(ProductFixture.ChannelPath)[0].TraceParent);
        Assert.Equal(("r-1", "OpenMessaging", "sent", "m-1"), (send.GetTagItem("serverlessmessaging.request.id"), send.GetTagItem("serverlessmessaging.route"), send.GetTagItem("serverlessmessaging.outcome"), send.GetTagItem("messaging.message.id")));
    }

    [Fact]
    public async Task SendDeferred_SeveralDeferrals_KeepTheTrace()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath)
            .On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError, """{"contextId":"c-1"}""")
            .On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError)
            .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.ToUser);
        await DeliverDeferredAsync();
        await DeliverDeferredAsync();

        Assert.Equal(3, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        ExpectOneTrace();
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Error, ActivityStatusCode.Unset], Ended("send").Select(activity => activity.Status));
        Assert.Equal("SM2202", Ended("send")[0].GetTagItem("error.type"));
    }

    [Fact]
    public async Task SendDeferred_QueuedOrScheduled_KeepsTheTrace()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        await _product.PostAsync(Requests.With("\"sendAt\":\"2026-11-22T12:01:00Z\"").Replace("r-1", "r-2", StringComparison.Ordinal));
        await DeliverDeferredAsync();
        await DeliverDeferredAsync();

        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        ExpectOneTrace();
    }

    [Fact]
    public async Task SendDeferred_Requeued_KeepsTheTrace()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        var trace = _product.Copies()[0].Envelope.TraceParent;
        _product.Get<RunningInvocations>().Stop();
        await DeliverDeferredAsync();

        Assert.Equal(trace, Assert.Single(_product.Copies()).Envelope.TraceParent);
        Assert.Equal(_caller.TraceId.ToString(), trace!.Split('-')[1]);
    }

    [Fact]
    public async Task Replay_DeadLetter_ContinuesItsOwnTrace()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath)
            .On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest)
            .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        await DeliverDeferredAsync();
        using (new Activity("operator").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()).Start())
        {
            Assert.Null(DeadLetterQuery.Read(new Dictionary<string, string> { ["id"] = "r-1" }, out var query));
            await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        }

        await DeliverDeferredAsync();

        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        ExpectOneTrace();
    }

    [Fact]
    public async Task HandlePoison_Copy_ContinuesItsTrace()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        var message = _product.Queues.Next(QueueNames.MessagesDeferred);
        await WithoutActivityAsync(() => _product.Get<DeferredMessages>().HandlePoisonAsync(message));

        Assert.Single(Ended("dead-letter"));
    }

    [Fact]
    public async Task SendBatch_Requests_HaveTheirOwnSpans()
    {
        _product.Genesys.On("/api/v2/openmessaging/channels/user:u-2/messages", HttpStatusCode.InternalServerError);
        var sender = _product.Get<BatchSender>();
        var body = Encoding.UTF8.GetBytes($"[{Requests.ToUser},{Requests.ToUser.Replace("-1", "-2", StringComparison.Ordinal)}]");

        await sender.SendAsync(body, hasIdempotencyKey: false, respondAsync: false, sender.StartBudget());

        ExpectOneTrace();
        var batch = Assert.Single(Ended("send batch"));
        var items = Ended("send").OrderBy(activity => (string)activity.GetTagItem("serverlessmessaging.request.id")!, StringComparer.Ordinal).ToList();
        Assert.Equal([batch.SpanId, batch.SpanId], items.Select(activity => activity.ParentSpanId));
        Assert.Equal(["sent", "deferred"], items.Select(activity => (string)activity.GetTagItem("serverlessmessaging.outcome")!));
        Assert.Equal(items.Select(item => item.SpanId).ToHashSet(), Ended("POST openMessaging").Select(call => call.ParentSpanId).ToHashSet());
        Assert.Contains(items[1].SpanId.ToString(), Assert.Single(_product.Copies()).Envelope.TraceParent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendDeferred_NoListener_KeepsTheTrace()
    {
        _activities.Dispose();
        await WithoutActivityAsync(() => _product.EnqueueAsync(Requests.With("\"sendAt\":\"2026-11-22T12:01:00Z\"")));
        var trace = Assert.Single(_product.Copies()).Envelope.TraceParent!.Split('-')[1];
        await DeliverDeferredAsync();

        Assert.Equal(trace, _product.Genesys.To(ProductFixture.ChannelPath)[0].TraceParent!.Split('-')[1]);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _activities.Dispose();
        _product.Dispose();
    }

    private IReadOnlyList<Activity> Ended(string name) => [.. _activities.Find(_caller.TraceId).Where(activity => activity.OperationName == name)];

    private void ExpectOneTrace() => Assert.All(TraceParents, trace => Assert.Equal(_caller.TraceId.ToString(), trace!.Split('-')[1]));

    // A queue trigger has no trace of the message.
    private async Task DeliverDeferredAsync()
    {
        _product.Time.Advance(TimeSpan.FromMinutes(2));
        await WithoutActivityAsync(() => _product.DeliverAsync());
    }

    private static async Task WithoutActivityAsync(Func<Task> act)
    {
        Activity.Current = null;
        await act();
    }
}
