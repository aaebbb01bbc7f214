using System.Text.Json;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>A message on a phone: its content is as it was sent, its view the same for all ways of sending.</summary>
internal sealed record DeliveredMessage(Guid Id, DateTimeOffset At, JsonElement Content, IReadOnlyList<PhoneItem> View)
{
    public string Direction { get; init; } = MessageDirection.Outbound;

    /// <summary>The lines of text that stand for what is seen.</summary>
    public IReadOnlyList<string> Display { get; } = [.. View.SelectMany(item => item.Lines())];
}
