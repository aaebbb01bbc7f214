using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Uses every feature of the product, with success and with failure, and only with sensitive values.</summary>
internal sealed partial class FullRun : IAsyncDisposable
{
    private const string FlowSecretName = "approvals-secret";

    // Longer than the waits of the product on a busy machine: the leases below, and a minute between two measurements of the queues.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);
    private readonly TestSystem _system;
    private readonly TestFlow _flow;
    private readonly ConcurrentQueue<HttpResult> _responses = new();
    private int _number;

    private FullRun(TestSystem system, TestFlow flow) => (_system, _flow) = (system, flow);

    public SensitiveValues SensitiveValues { get; private init; } = new();

    /// <summary>The responses to callers.</summary>
    public IEnumerable<string> Responses => _responses.Select(response => $"{response} {response.Headers}");

    public IReadOnlyList<int> Events => _system.Log.EventIds;

    public static async Task<FullRun> StartAsync(TelemetryRecorder recorder)
    {
        var sensitiveValues = new SensitiveValues();
        var flow = await TestFlow.StartAsync();
        var system = await TestSystem.StartAsync(
            services =>
            {
                recorder.Attach(services);
                services.AddHttpClient(CredentialRecorder.Client).AddHttpMessageHandler(() => new CredentialRecorder(sensitiveValues));
            },
            ("BotFlows:approvals:Url", flow.Url.ToString()),
            ("BotFlows:approvals:SecretName", FlowSecretName),
            ("BotFlows:unsigned:Url", flow.Url.ToString()),
            ("BotFlows:unsigned:SecretName", "not-there"),
            ("BotFlows:stored:Queue", "flow-events"),
            ("Callbacks:RetryDelays:0", "00:00:01"),
            ("Callbacks:DeliveryTimeout", "00:00:01"),
            ("Callbacks:Lease", "00:00:06"),
            // Where the storage account is slow, a copy of a request waits on its queue for the lease: by default two minutes, longer than SettleAsync.
            ("Records:Lease", "00:00:30"),
            ("Sending:SendBudget", "00:00:20"),
            ("Genesys:BreakerMinimumThroughput", "10000"),
            ("Genesys:RetryDelay", "00:00:00.001"),
            ("Sending:MaxDeferral", "00:00:01"),
            ("Genesys:UserCacheDuration", "00:00:00"),
            ("Genesys:UnknownUserCacheDuration", "00:00:00"),
            ("KeyVault:CacheDuration", "00:00:01"));
        var run = new FullRun(system, flow) { SensitiveValues = sensitiveValues };
        await run.SetSecretsAsync();
        return run;
    }

    /// <summary>Lists, replays and purges what failed, as an operator does.</summary>
    public async Task OperateAsync()
    {
        foreach (var (queue, text) in QueueNames.All.Where(queue => queue != QueueNames.Messages).Select(queue => (queue, SensitiveValues.Text)))
        {
            await _system.Storage.EnqueueAsync(text, queue);
            await _system.Storage.EnqueueAsync($$"""{"v":1,"id":"{{queue}}","attempt":0,"request":{"{{SensitiveValues.Payload}}":1},"body":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(SensitiveValues.Customer))}}"}""", queue);
        }

        await SettleAsync();
        foreach (var path in new[] { "/api/operator/dead-letters", "/api/messages/http-0-0", "/api/messages/unknown-asked", "/api/health", "/api/operator/health" })
        {
            Note(await _system.GetAsync(path));
        }

        Note(await _system.PostAsync("/api/operator/dead-letters/replay?queue=messages&dryRun=true", string.Empty));
        await UntilLoggedAsync(async () => Note(await _system.PostAsync("/api/operator/dead-letters/replay?queue=messages&force=true", string.Empty)), EventIds.DeadLetterReplayed);
        await UntilLoggedAsync(async () => Note(await _system.PostAsync("/api/operator/dead-letters/replay?queue=callbacks&force=true", string.Empty)), EventIds.DeadLetterReplayed);
        await SettleAsync();
        await UntilLoggedAsync(async () => Note(await _system.DeleteAsync("/api/operator/dead-letters?since=2020-01-01T00:00:00Z")), EventIds.DeadLetterPurged);
        // After the last wait for empty queues: the copy of a cancelled request stays on its queue until it is due.
        await UntilLoggedAsync(CancelAsync, EventIds.RequestScheduled, EventIds.RequestCancelled);
        await NoteSignaturesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _flow.DisposeAsync();
        await _system.DisposeAsync();
    }

    private void Note(HttpResult response) => _responses.Enqueue(response);

    private string NewId(string prefix) => $"{prefix}-{Interlocked.Increment(ref _number)}";

    /// <summary>Repeats a step until each of the events was logged since it began: on a busy machine a single step may end in a timeout instead.</summary>
    private async Task UntilLoggedAsync(Func<Task> step, params int[] eventIds)
    {
        var before = Events.Count;
        await Eventually.GetAsync(
            async () =>
            {
                await step();
                return eventIds.Except(Events.Skip(before)).ToList();
            },
            missing => missing.Count == 0,
            missing => $"Events {string.Join(", ", missing)} were not logged:\n{_system.Log.Text}",
            MaxWait);
    }

    private async Task CancelAsync()
    {
        var id = NewId("later");
        Note(await _system.SendAsync(SensitiveRequests.CardTo(id, sendAt: TimeProvider.System.GetUtcNow().AddHours(1))));
        Note(await _system.DeleteAsync($"/api/messages/{id}"));
    }

    private async Task SettleAsync()
    {
        foreach (var queue in QueueNames.All)
        {
            await _system.Storage.WaitUntilEmptyAsync(queue);
        }
    }

    private async Task SetSecretsAsync()
    {
        await SetSecretAsync(DevelopmentValues.ClientSecretName, SensitiveValues.ClientSecret);
        await SetSecretAsync(DevelopmentValues.WebhookSecretName, SensitiveValues.WebhookSecret);
        await SetSecretAsync(FlowSecretName, SensitiveValues.FlowSecret);
        await _system.Control.ClientAsync(new { secret = SensitiveValues.ClientSecret });
        await _system.Control.SettingsAsync(new
        {
            webhookUrl = new Uri(_system.Functions, "/api/webhooks/genesys"),
            webhookSecret = SensitiveValues.WebhookSecret,
            webhookRetryDelay = 0.05,
            rateLimitAllowed = 1_000_000,
        });
        SensitiveValues.Add(_system.Storage.ConnectionString.Split("AccountKey=")[1].Split(';')[0]);
        using var http = LoopbackClient.Create();
        using var access = JsonDocument.Parse(await http.GetStringAsync(new Uri(_system.Simulator, "/simulator"), TestContext.Current.CancellationToken));
        SensitiveValues.Add(access.RootElement.GetProperty("vault").GetProperty("token").GetString()!);
    }

    private async Task SetSecretAsync(string name, string value) => await _system.Vault.SetSecretAsync(name, value, TestContext.Current.CancellationToken);

    // Secrets can be guessed from a signature and its body.
    private async Task NoteSignaturesAsync()
    {
        foreach (var webhook in await _system.Control.WebhooksAsync())
        {
            SensitiveValues.Add(ReceivedWebhook.Sign(Encoding.UTF8.GetBytes(webhook.GetProperty("body").GetString()!), SensitiveValues.WebhookSecret)["sha256=".Length..]);
        }

        foreach (var signature in _flow.Deliveries.SelectMany(delivery => delivery.Headers["webhook-signature"].Split(' ')))
        {
            SensitiveValues.Add(signature["v1,".Length..]);
        }
    }
}
