using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>Sends every sample through the whole system and looks at the customer's phone afterwards.</summary>
internal sealed class DemoRun(DemoSystem system, Phone phone, TextWriter output)
{
    private const int AllArrived = 0;
    private const int SomethingMissing = 1;
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(LocalSystem system, string functionKey, TextWriter output, CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create();
        client.DefaultRequestHeaders.Add("x-functions-key", functionKey);
        var run = new DemoRun(new DemoSystem(client, system), new Phone(client, system.Simulator!), output);
        return await run.RunAsync(cancellationToken);
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var run = Guid.CreateVersion7().ToString("N");
        var samples = Directory.GetFiles(Path.Combine(RepositoryFolder.Find(), "samples"), "*.json").Order(StringComparer.Ordinal).ToList();
        var arrived = 0;
        for (var index = 0; index < samples.Count; index++)
        {
            // By turns, so that both roads are seen.
            var request = new DemoRequest(samples[index], run);
            arrived += await (index % 2 == 0 ? PostAsync(request, cancellationToken) : DropAsync(request, cancellationToken)) ? 1 : 0;
        }

        arrived += await ScheduleAsync(new DemoRequest(samples[0], $"scheduled-{run}"), cancellationToken) ? 1 : 0;
        arrived += await DeferAsync(new DemoRequest(samples[0], $"deferred-{run}"), cancellationToken) ? 1 : 0;
        var sent = samples.Count + 2;
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{arrived} of {sent} requests arrived.");
        return arrived == sent ? AllArrived : SomethingMissing;
    }

    private Task<bool> ScheduleAsync(DemoRequest request, CancellationToken cancellationToken) =>
        PostAsync(request.At(TimeProvider.System.GetUtcNow() + Ahead), cancellationToken, $", to be sent in {Ahead.TotalSeconds} s");

    private async Task<bool> DeferAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        await system.FailNextPostsAsync(cancellationToken);
        return await PostAsync(request, cancellationToken, " while Genesys answers 503");
    }

    private async Task<bool> PostAsync(DemoRequest request, CancellationToken cancellationToken, string circumstances = "")
    {
        await TellAsync(request, $"POST /api/messages{circumstances}");
        var (status, text) = await system.PostAsync(request, cancellationToken);
        await output.WriteLineAsync($"answer    {status} {text}");
        return status is 200 or 202 && await FollowAsync(request, cancellationToken);
    }

    private async Task<bool> DropAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        await TellAsync(request, "queue messages");
        await system.DropAsync(request, cancellationToken);
        return await FollowAsync(request, cancellationToken);
    }

    private async Task TellAsync(DemoRequest request, string way)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync($"request   {request.Name}, {request.Body.Length} bytes -> {way}");
    }

    private async Task<bool> FollowAsync(DemoRequest request, CancellationToken cancellationToken)
    {
        var record = await system.EndAsync(request, cancellationToken);
        await output.WriteLineAsync($"record    {record.Status} by route {record.Route}{record.Degradations}, attempt {record.Attempt}");
        if (record.MessageId is null)
        {
            return false;
        }

        var lines = await phone.ShowAsync(record.MessageId, cancellationToken);
        await output.WriteLineAsync(lines is null ? "customer  does not see it" : $"customer  {string.Join(" | ", lines)}");
        return lines is not null;
    }
}
