using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>The public interfaces of the system: HTTP and the queue.</summary>
internal sealed class DemoSystem(HttpClient client, LocalSystem system)
{
    // The first attempt and its two immediate retries.
    private const int FailingPosts = 3;

    public async Task<(int Status, string Text)> PostAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.PostAsync(new Uri(system.Functions, "/api/messages"), content, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task EnqueueAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var queue = system.Queues.GetQueueClient("messages");
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(Encoding.UTF8.GetString(request.Body), cancellationToken);
    }

    public async Task FailNextPostsAsync(CancellationToken cancellationToken)
    {
        var fault = new { match = "POST /api/v2/openmessaging/", status = 503, times = FailingPosts };
        using var response = await client.PostAsJsonAsync(new Uri(system.Simulator!, "/simulator/faults"), fault, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the record of a request is final; returns the last one after a minute.</summary>
    public async Task<DemoRecord> EndAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var record = new DemoRecord("not found", "none", 0, null, string.Empty);
        await Polling.UntilAsync(
            async token =>
            {
                using var response = await client.GetAsync(new Uri(system.Functions, $"/api/messages/{request.Id}"), token);
                record = response.StatusCode == HttpStatusCode.OK ? DemoRecord.Read(await response.Content.ReadFromJsonAsync<JsonElement>(token)) : record;
                return record.IsEnded ? record : null;
            },
            cancellationToken);
        return record;
    }

    /// <summary>Receives the event of a request from the queue of the bot flow; null after a minute.</summary>
    public Task<string?> TakeEventAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var queue = system.Queues.GetQueueClient(system.BotFlowQueue);
        return Polling.UntilAsync(
            async token =>
            {
                if ((await queue.ReceiveMessageAsync(cancellationToken: token)).Value is not { } message)
                {
                    return null;
                }

                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, token);
                var data = JsonElement.Parse(message.MessageText).GetProperty("data");
                return data.TryGetProperty("requestId", out var id) && id.ValueEquals(request.Id) ? $"{id} {data.GetProperty("rawPayload")}" : null;
            },
            cancellationToken);
    }
}
