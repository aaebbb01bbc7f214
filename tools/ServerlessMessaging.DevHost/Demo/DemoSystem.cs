using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>The system as its users reach it: callers by HTTP, applications by the queue.</summary>
internal sealed class DemoSystem(HttpClient client, LocalSystem system)
{
    // The first try and its two repeats in place.
    private const int FailingPosts = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<(int Status, string Text)> PostAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.PostAsync(new Uri(system.Functions, "/api/messages"), content, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task DropAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var queue = new QueueClient(system.Storage, "messages");
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(Encoding.UTF8.GetString(request.Body), cancellationToken);
    }

    public async Task FailNextPostsAsync(CancellationToken cancellationToken)
    {
        var fault = new { match = "POST /api/v2/openmessaging/", status = 503, times = FailingPosts };
        using var response = await client.PostAsJsonAsync(new Uri(system.Simulator!, "/simulator/faults"), fault, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Waits for the end of a request and reads its record.</summary>
    public async Task<DemoRecord> EndAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        using var timer = new PeriodicTimer(BetweenLooks);
        var record = new DemoRecord("not remembered", "none", 0, null, string.Empty);
        try
        {
            do
            {
                using var response = await client.GetAsync(new Uri(system.Functions, $"/api/messages/{request.Id}"), timeout.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    record = DemoRecord.Read(await response.Content.ReadFromJsonAsync<JsonElement>(timeout.Token));
                }
            }
            while (!record.IsEnded && await timer.WaitForNextTickAsync(timeout.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What is known by now is told.
        }

        return record;
    }
}
