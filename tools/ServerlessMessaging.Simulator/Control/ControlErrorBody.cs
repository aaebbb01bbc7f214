using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>One sentence for the person who steers the simulator.</summary>
internal sealed record ControlErrorBody(string Error)
{
    public static ControlErrorBody Of(RefusalException refusal, string contextId) => new(refusal.Message);
}
