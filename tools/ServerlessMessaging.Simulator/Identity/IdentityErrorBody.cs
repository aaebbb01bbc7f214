using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Identity;

/// <summary>The error body of App Service's identity endpoint.</summary>
internal sealed record IdentityErrorBody(int StatusCode, string Message, string CorrelationId)
{
    public static IdentityErrorBody From(RefusalException refusal, string requestId) => new(refusal.Status, refusal.Message, requestId);
}
