using System.Text.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>A message that reached the customer's phone.</summary>
internal sealed record DeliveredMessage(Guid Id, DateTimeOffset At, JsonElement Content)
{
    public IReadOnlyList<string> Display { get; } = CustomerView.Lines(Content);
}
