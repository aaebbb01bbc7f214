using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>Sends every sample through the whole system, checks that it arrived on the customer's phone, and sends the customer's responses.</summary>
internal sealed class DemoRun(DemoSystem system, Phone phone, string? botFlowQueue, TextWriter output)
{
    private const int AllArrived = 0;
    private const int SomethingMissing = 1;
    private const int CustomerResponses = 2;
    private const string Invoice = "invoice-card.json";
    private const string Rejection = "I reject this request.";
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    private int _sent;
    private int _arrived;

    public static async Task<int> RunAsync(LocalSystem system, string functionKey, TextWriter output, CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create();
        client.DefaultRequestHeaders.Add("x-functions-key", functionKey);
        var run = new DemoRun(new DemoSystem(client, system), new Phone(client, system.Simulator!), system.BotFlowQueue, output);
        return await run.RunAsync(cancellationToken);
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var run = Guid.CreateVersion7().ToString("N");
        var samples = Directory.GetFiles(Path.Combine(RepositoryFolder.Find(), "samples"), "*.json").Order(StringComparer.Ordinal).ToList();
        var invoice = samples.Single(sample => sample.EndsWith(Invoice, StringComparison.Ordinal));
        for (var index = 0; index < samples.Count; index++)
        {
            // Alternately, so that the demo shows HTTP and the queue.
            var request = new DemoRequest(samples[index], run);
            await (index % 2 == 0 ? PostAsync(request, cancellationToken) : EnqueueAsync(request, cancellationToken));
        }

        await ScheduleAsync(new DemoRequest(samples[0], $"scheduled-{run}"), cancellationToken);
        await DeferAsync(new DemoRequest(samples[0], $"deferred-{run}"), cancellationToken);
        var handled = await ApproveAsync(new DemoRequest(invoice, $"approved-{run}"), cancellationToken) ? 1 : 0;
        handled += await RejectAsync(new DemoRequest(invoice, $"rejected-{run}"), cancellationToken) ? 1 : 0;
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{_arrived} of {_sent} requests arrived.");
        await output.WriteLineAsync($"{handled} of {CustomerResponses} responses of the customer {(botFlowQueue is null ? "were handled by the bot flow" : $"reached the queue {botFlowQueue}; a published app posts to no bot flow of this machine")}.");
        return _arrived == _sent && handled == CustomerResponses ? AllArrived : SomethingMissing;
    }

    private async Task<bool> ApproveAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        if (await PostAsync(request, cancellationToken) is not { } messageId)
        {
            return false;
        }

        await output.WriteLineAsync("customer  presses Approve");
        await phone.PressAsync(messageId, "Approve", cancellationToken);
        return await ReportResultAsync(request, "approved", cancellationToken);
    }

    private async Task<bool> RejectAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        if (await PostAsync(request, cancellationToken) is not { } messageId)
        {
            return false;
        }

        await output.WriteLineAsync($"customer  writes {Rejection}");
        await phone.SayAsync(messageId, Rejection, cancellationToken);
        return await ReportResultAsync(request, "rejected", cancellationToken);
    }

    private async Task<bool> ReportResultAsync(DemoRequest request, string decision, CancellationToken cancellationToken)
    {
        if (botFlowQueue is not null)
        {
            var received = await system.TakeEventAsync(request, cancellationToken);
            await output.WriteLineAsync($"queue     {botFlowQueue} {(received is null ? "gets no event" : $"gets the event of {received}")}");
            return received is not null;
        }

        var reply = await phone.WaitForAsync($"request {request.Id} is {decision}", cancellationToken);
        await output.WriteLineAsync(reply is null ? "customer  gets no reply" : $"customer  {reply}");
        return reply is not null;
    }

    private Task<string?> ScheduleAsync(DemoRequest request, CancellationToken cancellationToken) =>
        PostAsync(request.At(TimeProvider.System.GetUtcNow() + Ahead), cancellationToken, $", to be sent in {Ahead.TotalSeconds} s");

    private async Task DeferAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        await system.FailNextPostsAsync(cancellationToken);
        await PostAsync(request, cancellationToken, " while Genesys returns 503");
    }

    private async Task<string?> PostAsync(DemoRequest request, CancellationToken cancellationToken, string circumstances = "")
    {
        await AnnounceAsync(request, $"POST /api/messages{circumstances}");
        var (status, text) = await system.PostAsync(request, cancellationToken);
        await output.WriteLineAsync($"response  {status} {text}");
        return status is 200 or 202 ? await FollowAsync(request, cancellationToken) : null;
    }

    private async Task<string?> EnqueueAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        await AnnounceAsync(request, "queue messages");
        await system.EnqueueAsync(request, cancellationToken);
        return await FollowAsync(request, cancellationToken);
    }

    private async Task AnnounceAsync(DemoRequest request, string channel)
    {
        _sent++;
        await output.WriteLineAsync();
        await output.WriteLineAsync($"request   {request.Name}, {request.Body.Length} bytes -> {channel}");
    }

    // Returns the Genesys id of the message when it is on the customer's phone.
    private async Task<string?> FollowAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var record = await system.EndAsync(request, cancellationToken);
        await output.WriteLineAsync($"record    {record.Status} by route {record.Route}{record.Degradations}, attempt {record.Attempt}");
        if (record.MessageId is null)
        {
            return null;
        }

        var lines = await phone.ShowAsync(record.MessageId, cancellationToken);
        await output.WriteLineAsync(lines is null ? "customer  does not see it" : $"customer  {string.Join(" | ", lines)}");
        _arrived += lines is null ? 0 : 1;
        return lines is null ? null : record.MessageId;
    }
}
