using System.Diagnostics.Metrics;
using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Telemetry;

/// <summary>The measurements of the meter.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();
    private readonly RecordedMeasurements _measured;

    public TelemetryTests() => _measured = new(_product.Get<IMeterFactory>());

    [Fact]
    public async Task Send_Sent_CountsTheMessageItsAgeAndItsCalls()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        _product.Time.Advance(TimeSpan.FromSeconds(42));
        await _product.DeliverAsync();

        Assert.Equal(
            ["route=OpenMessaging outcome=accepted code= 1", "route=OpenMessaging outcome=sent code= 1"], _measured.Find("serverlessmessaging.messages"));
        Assert.Equal(["route=OpenMessaging 42"], _measured.Find("serverlessmessaging.message.age"));
        Assert.Equal(["operation=token response=2xx 0", "operation=openMessaging response=2xx 0"], _measured.Find("serverlessmessaging.genesys.call.duration"));
    }

    [Theory]
    [InlineData(500, "deferred", "SM2202", "5xx")]
    [InlineData(429, "deferred", "SM2201", "429")]
    [InlineData(504, "deferred", "SM2204", "5xx")]
    [InlineData(400, "refused", "SM2007", "4xx")]
    [InlineData(403, "failed", "SM2103", "4xx")]
    public async Task Send_GenesysFails_CountsOutcomeAndCode(int status, string outcome, string code, string response)
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, (HttpStatusCode)status, "{}", ("Retry-After", "42"));

        await _product.PostAsync(Requests.ToUser);

        Assert.Equal([$"route=OpenMessaging outcome={outcome} code={code} 1"], _measured.Find("serverlessmessaging.messages"));
        Assert.Contains($"operation=openMessaging response={response} 0", _measured.Find("serverlessmessaging.genesys.call.duration"));
    }

    [Fact]
    public async Task Send_ExpiredAndRepeated_AreCounted()
    {
        await _product.PostAsync(Requests.With("\"expiresAt\":\"2026-11-22T12:01:00Z\""), respondAsync: true);
        _product.Time.Advance(TimeSpan.FromMinutes(2));
        await _product.DeliverAsync();
        await _product.PostAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));
        await _product.PostAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));
        await _product.EnqueueAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));

        Assert.Equal(
            ["accepted", "expired", "sent", "repeated", "dropped"],
            _measured.Find("serverlessmessaging.messages").Select(line => line.Split("outcome=")[1].Split(' ')[0]));
    }

    [Fact]
    public async Task Send_UnknownOutcomeIsParked_IsCounted()
    {
        using var parking = new ProductFixture(("Records:OnUnknownOutcome", nameof(UnknownOutcomePolicy.Park))).WithToken();
        using var measured = new RecordedMeasurements(parking.Get<IMeterFactory>());
        parking.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.GatewayTimeout);

        await parking.PostAsync(Requests.ToUser);

        Assert.Equal(["route=OpenMessaging outcome=unknown code=SM2204 1"], measured.Find("serverlessmessaging.messages"));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "delivered")]
    [InlineData(HttpStatusCode.BadGateway, "not_delivered")]
    [InlineData(HttpStatusCode.Gone, "gone")]
    public async Task Deliver_BotFlowResponds_CountsAndTimesTheDelivery(HttpStatusCode status, string outcome)
    {
        await _product.SendAsync();
        _product.Flow.Now(status);

        await _product.ReceiveAndDeliverAsync(Webhooks.Press);

        Assert.Equal([$"type=serverlessmessaging.postback.v1 outcome={outcome} 1"], _measured.Find("serverlessmessaging.events"));
        Assert.Equal([$"type=serverlessmessaging.postback.v1 outcome={outcome} 0"], _measured.Find("serverlessmessaging.event.delivery.duration"));
    }

    public void Dispose()
    {
        _measured.Dispose();
        _product.Dispose();
    }
}
