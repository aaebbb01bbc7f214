using System.Net.Http.Json;
using System.Text.Json;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>The customer's phone in the simulator.</summary>
internal sealed class Phone(HttpClient client, Uri simulator)
{
    /// <summary>The displayed lines of a message; null if it did not arrive.</summary>
    public async Task<IReadOnlyList<string>?> ShowAsync(string? messageId, CancellationToken cancellationToken) =>
        (await MessagesAsync(cancellationToken)).FirstOrDefault(message => message.Id == messageId)?.Lines;

    /// <summary>Presses a button of a message.</summary>
    public Task PressAsync(string messageId, string title, CancellationToken cancellationToken) =>
        RespondAsync(messageId, "press", new { messageId, action = title }, cancellationToken);

    /// <summary>Sends a text of the customer in the conversation of a message.</summary>
    public Task SayAsync(string messageId, string text, CancellationToken cancellationToken) =>
        RespondAsync(messageId, "say", new { text }, cancellationToken);

    /// <summary>Waits for a message that contains a text; null after a minute.</summary>
    public Task<string?> WaitForAsync(string words, CancellationToken cancellationToken) => Polling.UntilAsync(
        async token => (await MessagesAsync(token)).SelectMany(message => message.Lines).FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)),
        cancellationToken);

    private async Task RespondAsync(string messageId, string operation, object body, CancellationToken cancellationToken)
    {
        var conversation = (await MessagesAsync(cancellationToken)).First(message => message.Id == messageId).Conversation;
        using var response = await client.PostAsJsonAsync(new Uri(simulator, $"/simulator/conversations/{Uri.EscapeDataString(conversation)}/{operation}"), body, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<Shown>> MessagesAsync(CancellationToken cancellationToken)
    {
        var conversations = await client.GetFromJsonAsync<JsonElement>(new Uri(simulator, "/simulator/conversations"), cancellationToken);
        return
        [
            .. conversations.GetProperty("items").EnumerateArray().SelectMany(conversation => conversation.GetProperty("messages").EnumerateArray().Select(message => new Shown(
                conversation.GetProperty("id").GetString()!,
                message.GetProperty("id").GetString()!,
                [.. message.GetProperty("display").EnumerateArray().Select(line => line.GetString()!)]))),
        ];
    }

    private sealed record Shown(string Conversation, string Id, IReadOnlyList<string> Lines);
}
