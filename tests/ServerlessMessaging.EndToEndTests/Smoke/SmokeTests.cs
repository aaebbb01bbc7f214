using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.DevHost.Published;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Functions;

namespace ServerlessMessaging.EndToEndTests.Smoke;

/// <summary>The published binaries with the settings that Azure gives them: secrets and storage by managed identity, no development switch.</summary>
public sealed class SmokeTests(SmokeEnvironment environment) : IClassFixture<SmokeEnvironment>, IAsyncLifetime
{
    private const string Posts = "POST /api/v2/openmessaging/";

    // The time that the platform allows a host to stop.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    public ValueTask InitializeAsync()
    {
        Assert.SkipUnless(LoopbackAzure.IsSupported, "Only on Linux does .NET read SSL_CERT_FILE, by which the processes trust the test's certificates.");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Publish_Folder_HoldsNoLocalSettings()
    {
        Assert.True(File.Exists(Path.Combine(environment.Folder, "worker.config.json")));
        Assert.False(File.Exists(Path.Combine(environment.Folder, "local.settings.json")));
    }

    [Fact]
    public async Task Start_PublishedWorker_ReportsEveryFunction()
    {
        var expected = typeof(FunctionsSetup).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>().Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(expected);
        await Eventually.GetAsync(() => Task.FromResult(environment.Host.Functions()), functions => functions.SequenceEqual(expected), functions => string.Join(' ', functions));
    }

    [Fact]
    public async Task Health_VaultAndStorageByIdentity_IsOk()
    {
        Assert.Equal((200, HealthWord.Ok), await environment.Host.GetAsync("/api/health"));
    }

    [Fact]
    public async Task Preview_Card_ReturnsTheWireFormat()
    {
        var (status, body) = await environment.Host.PostAsync("/api/messages/preview", Card("Preview"));

        Assert.Equal(200, status);
        Assert.Contains("\"cardType\":\"basic\"", body.Replace(" ", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CardOverHttp_ArrivesAndItsPressReachesTheBotFlow()
    {
        await environment.Control.SettingsAsync(new { webhookUrl = new Uri(environment.Host.Address, "/api/webhooks/genesys") });

        var (status, body) = await environment.Host.PostAsync("/api/messages", Card("Sent over HTTP"));
        Assert.True(status == 200, body);
        Assert.Contains(await environment.Control.MessagesAsync(), message => message.ToString().Contains("Sent over HTTP", StringComparison.Ordinal));

        // The simulator signs what it posts with the secret in the vault.
        await environment.Control.PressAsync(JsonElement.Parse(body).GetProperty("messageId").GetString()!, "Approve");
        var webhook = Assert.Single(await environment.Control.SettledWebhooksAsync(1));
        Assert.Equal([200], webhook.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("status").GetInt32()));
        var received = await Eventually.GetAsync(() => ReceiveAsync(LoopbackAzure.BotFlowQueue), text => text is not null, _ => environment.Host.Process.Output);
        Assert.Contains("serverlessmessaging.postback.v1", received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_Unsigned_Is401()
    {
        Assert.Equal(401, (await environment.Host.PostAsync("/api/webhooks/genesys", "{}")).Status);
        Assert.Equal(401, (await environment.Host.PostAsync("/api/webhooks/genesys", "{}", ("X-Hub-Signature-256", $"sha256={Convert.ToBase64String(new byte[32])}"))).Status);
    }

    [Fact]
    public async Task Send_CardOnQueue_Arrives()
    {
        await PutAsync(Card("Sent by the queue"));

        await Eventually.GetAsync(
            environment.Control.MessagesAsync,
            messages => messages.Any(message => message.ToString().Contains("Sent by the queue", StringComparison.Ordinal)),
            _ => environment.Host.Process.Output);
    }

    [Fact]
    public async Task Send_MalformedQueueMessage_BecomesADeadLetter()
    {
        await PutAsync("""{ "to": """);

        await Eventually.GetAsync(
            () => environment.Host.GetAsync("/api/operator/dead-letters?queue=messages"),
            deadLetters => deadLetters.Status == 200 && deadLetters.Body.Contains("SM1001", StringComparison.Ordinal),
            deadLetters => $"{deadLetters}\n{environment.Host.Process.Output}");
    }

    [Fact]
    public async Task Terminate_RequestInFlight_IsFinishedInTime()
    {
        await using var host = await environment.StartHostAsync();
        await environment.Control.FaultAsync(new { match = Posts, delay = 2, when = "after" });
        var posts = (await environment.Control.PostsAsync()).Count;
        var sending = host.PostAsync("/api/messages", Card("In flight"));
        await environment.Control.WaitForRequestsAsync("/openmessaging/", posts + 1);

        var stopwatch = Stopwatch.StartNew();
        await host.Process.TerminateAsync();
        var exit = await host.Process.ExitAsync(StopTimeout);

        var (status, body) = await sending;
        TestContext.Current.TestOutputHelper!.WriteLine($"Host and worker: ended {stopwatch.Elapsed.TotalSeconds:F1} s after SIGTERM");
        Assert.True(status == 200, body);
        Assert.Equal(0, exit);
        Assert.DoesNotContain("is killed", host.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PublishedWorker_FitsTheSmallestInstance()
    {
        const int instanceMemory = 512;
        const int batches = 16;

        await environment.Host.PostAsync("/api/messages", Card("Sent to fill the memory"));
        // A mebibyte each; every request breaks a rule, so that nothing is sent.
        var batch = $"[{string.Join(',', Enumerable.Repeat(Card(new string('x', 10_000)), 100))}]";
        var responses = await Task.WhenAll(Enumerable.Range(0, batches).Select(_ => environment.Host.PostAsync("/api/messages/batch", batch)));
        Assert.All(responses, response => Assert.Equal(200, response.Status));
        var memory = environment.Host.PeakWorkerMemory();
        TestContext.Current.TestOutputHelper!.WriteLine($"Worker: start {environment.Host.WorkerStartTime.TotalMilliseconds:F0} ms, peak memory {memory} MiB");

        // The host shares the instance with it.
        Assert.InRange(memory, 1, instanceMemory / 2);
    }

    private static string Card(string title) =>
        $$$"""{"to":{"email":"recipient@example.com"},"message":{"type":"card","title":"{{{title}}}","actions":[{"type":"postBack","title":"Approve","payload":{"status":"accepted"}}]}}""";

    // The function app creates its queues in the background of its start.
    private async Task PutAsync(string text)
    {
        var queue = environment.Queues.GetQueueClient("messages");
        await Eventually.GetAsync(
            async () => (await queue.ExistsAsync(TestContext.Current.CancellationToken)).Value, exists => exists, _ => $"There is no queue 'messages':\n{environment.Host.Process.Output}");
        await queue.SendMessageAsync(text, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: TestContext.Current.CancellationToken);
    }

    private async Task<string?> ReceiveAsync(string queue)
    {
        QueueMessage? message = await environment.Queues.GetQueueClient(queue).ReceiveMessageAsync(cancellationToken: TestContext.Current.CancellationToken);
        return message?.MessageText;
    }
}
