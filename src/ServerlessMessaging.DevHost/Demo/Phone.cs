using System.Text.Json;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>The customer's phone, as the simulator shows it.</summary>
internal sealed class Phone(HttpClient client, Uri simulator)
{
    /// <summary>What the customer sees of a message, line by line; null if it did not arrive.</summary>
    public async Task<IReadOnlyList<string>?> ShowAsync(string? messageId, CancellationToken cancellationToken)
    {
        await using var stream = await client.GetStreamAsync(new Uri(simulator, "/simulator/conversations"), cancellationToken);
        using var conversations = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        foreach (var conversation in conversations.RootElement.GetProperty("items").EnumerateArray())
        {
            foreach (var message in conversation.GetProperty("messages").EnumerateArray())
            {
                if (message.GetProperty("id").GetString() == messageId)
                {
                    return [.. message.GetProperty("display").EnumerateArray().Select(line => line.GetString()!)];
                }
            }
        }

        return null;
    }
}
