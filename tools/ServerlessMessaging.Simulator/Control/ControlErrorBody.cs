using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>The error body of the control API: one sentence.</summary>
internal sealed record ControlErrorBody(string Error)
{
    public static ControlErrorBody From(RefusalException refusal, string contextId) => new(refusal.Message);
}
