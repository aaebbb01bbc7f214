using System.Diagnostics;
using System.Net;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>One trace from a webhook through the bot flow to its reply.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();
    private readonly RecordedActivities _activities = new();
    private readonly Activity _genesys = new Activity("genesys");

    private string TraceId => _genesys.TraceId.ToString();

    [Fact]
    public async Task Trace_WebhookWithRetryAndReply_IsOne()
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.BadGateway).Then(HttpStatusCode.OK, """{"reply":{"type":"text","text":"Thank you"}}""");
        _genesys.Start();
        await _product.ReceiveAsync(Webhooks.Press);
        await WithoutActivityAsync(() => _product.DeliverCallbackAsync());
        await WithoutActivityAsync(() => _product.DeliverWhenDueAsync());
        await WithoutActivityAsync(() => _product.DeliverAsync());

        Assert.Equal([TraceId, TraceId], _product.Flow.Received.Select(call => call.Headers["traceparent"].Split('-')[1]));
        Assert.Equal(TraceId, _product.Genesys.Received[^1].TraceParent!.Split('-')[1]);
        Assert.Equal(
            ["receive webhook", "POST bot flow", "deliver", "POST bot flow", "deliver", "POST openMessaging", "send"],
            _activities.Find(_genesys.TraceId).Select(activity => activity.OperationName));
        var deliveries = _activities.Find(_genesys.TraceId).Where(activity => activity.OperationName == "deliver").ToList();
        Assert.Equal(["not_delivered", "delivered"], deliveries.Select(activity => (string)activity.GetTagItem("serverlessmessaging.outcome")!));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], deliveries.Select(activity => activity.Status));
    }

    [Fact]
    public async Task Trace_ReplayedDeadLetter_ContinuesThatOfTheWebhook()
    {
        _product.Flow.Now(HttpStatusCode.Gone).Then(HttpStatusCode.OK);
        _genesys.Start();
        await _product.ReceiveAsync(Webhooks.Text);
        await WithoutActivityAsync(() => _product.DeliverCallbackAsync());
        await WithoutActivityAsync(() => _product.ReplayAsync());
        await WithoutActivityAsync(() => _product.DeliverCallbackAsync());

        Assert.Equal([TraceId, TraceId], _product.Flow.Received.Select(call => call.Headers["traceparent"].Split('-')[1]));
    }

    [Fact]
    public async Task Trace_StatusEvent_ContinuesThatOfTheSend()
    {
        _genesys.Start();
        await _product.SendAsync(notify: true);

        Assert.Equal(TraceId, Assert.Single(_product.Callbacks()).Callback.TraceParent!.Split('-')[1]);
    }

    [Fact]
    public async Task Trace_RefusedWebhook_IsAnError()
    {
        _genesys.Start();
        await _product.ReceiveAsync(Webhooks.Text, CallbackSteps.Sign("another"));

        Assert.Equal((ActivityStatusCode.Error, "Refused"), (Assert.Single(_activities.Find(_genesys.TraceId)).Status, _activities.Find(_genesys.TraceId)[0].StatusDescription));
    }

    public void Dispose()
    {
        _genesys.Dispose();
        _activities.Dispose();
        _product.Dispose();
    }

    private static async Task WithoutActivityAsync(Func<Task> act)
    {
        Activity.Current = null;
        await act();
    }
}
