using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.Tools.Tests.App;

/// <summary>A timer function with its schedule in a setting.</summary>
public sealed class TimerFunctions(TestApp app)
{
    [Function("Tick")]
    public Task TickAsync([TimerTrigger("%Schedule%")] TimerInfo timer) => app.OnTick(timer);
}
