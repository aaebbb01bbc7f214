using System.Text.Json;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>The part of a request's record that the demo prints.</summary>
internal sealed record DemoRecord(string? Status, string? Route, int Attempt, string? MessageId, string Degradations)
{
    /// <summary>Whether the state is final without further action.</summary>
    public bool IsEnded => Status is "sent" or "delivered" or "failed" or "unknown" or "cancelled";

    public static DemoRecord Read(JsonElement record)
    {
        var degradations = record.TryGetProperty("degradations", out var list) ? string.Join(", ", list.EnumerateArray().Select(item => item.GetString())) : string.Empty;
        return new(
            record.GetProperty("status").GetString(),
            record.GetProperty("route").GetString(),
            record.GetProperty("attempt").GetInt32(),
            record.TryGetProperty("messageId", out var messageId) ? messageId.GetString() : null,
            degradations.Length > 0 ? $" ({degradations})" : string.Empty);
    }
}
