using System.Text.Json;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>A message on a phone: its content as it was sent, and its view in one form for all send operations.</summary>
internal sealed record DeliveredMessage(Guid Id, DateTimeOffset At, JsonElement Content, IReadOnlyList<PhoneItem> View)
{
    public string Direction { get; init; } = MessageDirection.Outbound;

    /// <summary>The view as lines of text.</summary>
    public IReadOnlyList<string> Display { get; } = [.. View.SelectMany(item => item.Lines())];
}
