using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

/// <summary>An empty storage account and the runtime on it.</summary>
internal sealed class QueueScene
{
    private readonly string _connection;

    private QueueScene(string connection)
    {
        _connection = connection;
        Account = new QueueServiceClient(connection);
    }

    public QueueServiceClient Account { get; }

    public BeaconLight Beacon { get; } = new();

    public QueueClient Orders => Account.GetQueueClient("orders");

    public QueueClient Poison => Account.GetQueueClient("orders-poison");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<QueueScene> NewAsync() => new(await TestStorage.NewAccountAsync());

    /// <summary>Starts the runtime with raw messages and short pauses; <paramref name="queues"/> adds members to extensions.queues.</summary>
    public Task<RuntimeHost> StartAsync(
        Type[] functions,
        HandleMessage? handle = null,
        HandlePoison? poison = null,
        HandleBody? body = null,
        string queues = "",
        Action<IServiceCollection>? configure = null,
        params string[] settings) =>
        RuntimeHost.StartAsync(
            functions,
            services =>
            {
                services.AddSingleton(handle ?? ((_, _) => Task.CompletedTask));
                services.AddSingleton(poison ?? (_ => Task.CompletedTask));
                services.AddSingleton(body ?? (_ => Task.CompletedTask));
                services.AddSingleton(Beacon);
                configure?.Invoke(services);
            },
            $$"""{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.3"{{queues}} } } }""",
            [$"AzureWebJobsStorage={_connection}", $"OtherStorage={_connection}", .. settings]);

    public async Task SendAsync(string queue, string text, TimeSpan? visibleIn = null)
    {
        var client = Account.GetQueueClient(queue);
        await client.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        await client.SendMessageAsync(text, visibleIn, cancellationToken: Cancellation);
    }

    /// <summary>How many messages the queue holds, and how many of them anybody could take now.</summary>
    public static async Task<(int All, int Visible)> CountAsync(QueueClient queue)
    {
        QueueProperties properties = await queue.GetPropertiesAsync(Cancellation);
        PeekedMessage[] visible = await queue.PeekMessagesAsync(32, Cancellation);
        return (properties.ApproximateMessagesCount, visible.Length);
    }
}
