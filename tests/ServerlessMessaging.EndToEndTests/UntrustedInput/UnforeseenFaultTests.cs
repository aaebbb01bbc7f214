using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

public sealed class UnforeseenFaultTests
{
    [Fact]
    public async Task HttpFunction_UnforeseenException_RespondsWithAProblem()
    {
        var time = new FailingTime();
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton<TimeProvider>(time));

        time.IsFailing = true;
        var response = await system.GetAsync("/api/operator/dead-letters");
        time.IsFailing = false;

        Assert.Equal((500, "SM4002", "application/problem+json"), (response.Status, response.Code, response.ContentType));
        Assert.DoesNotContain(FailingTime.Message, response.Body, StringComparison.Ordinal);
        Assert.Contains(EventIds.FunctionFailedUnexpectedly, system.Log.EventIds);
        Assert.Equal(200, (await system.GetAsync("/api/operator/dead-letters")).Status);
    }

    [Fact]
    public async Task ReceiveWebhook_UnforeseenException_Is503()
    {
        var time = new FailingTime();
        await using var system = await TestSystem.StartAsync(services => services.AddSingleton<TimeProvider>(time));

        time.IsFailing = true;
        using var response = await system.Http.PostAsync(
            new Uri("/api/webhooks/genesys", UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);
        time.IsFailing = false;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class FailingTime : TimeProvider
    {
        public const string Message = "The clock is broken.";

        public bool IsFailing { get; set; }

        public override long GetTimestamp() => IsFailing ? throw new InvalidOperationException(Message) : base.GetTimestamp();
    }
}
