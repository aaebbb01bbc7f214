using ServerlessMessaging.Simulator.Agentless;
using ServerlessMessaging.Simulator.BotConnector;
using ServerlessMessaging.Simulator.BotSessions;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Identity;
using ServerlessMessaging.Simulator.Login;
using ServerlessMessaging.Simulator.MessagingEvents;
using ServerlessMessaging.Simulator.OpenMessaging;
using ServerlessMessaging.Simulator.RateLimit;
using ServerlessMessaging.Simulator.Requests;
using ServerlessMessaging.Simulator.Users;
using ServerlessMessaging.Simulator.Vault;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Hosting;

/// <summary>The state of the simulator, shared by its servers.</summary>
internal sealed class SimulatorState : IAsyncDisposable
{
    public SimulatorState(SimulatorOptions options)
    {
        TimeProvider = options.TimeProvider;
        TokenLifetime = options.TokenLifetime;
        Settings = new(options);
        Clients = new(options.TokenLifetime);
        Tokens = new(TimeProvider);
        RateLimiter = new(Settings, TimeProvider);
        UserConversations = new(Users);
        MessagingDirectory = new(TimeProvider);
        Conversations = [UserConversations, MessagingDirectory, BotSessions, AgentlessCustomers];
        Secrets = new(TimeProvider);
        Identity = new(TimeProvider);
        Webhooks = new(Settings, TimeProvider);
        Receipts = new(Settings, TimeProvider);
        Delivery = new(new OwnMessageWebhooks(Settings), Receipts, Webhooks, Settings);
        ConnectorMessages = new(Settings, BotSessions, Delivery, TimeProvider);
    }

    public TimeProvider TimeProvider { get; }

    public TimeSpan TokenLifetime { get; }

    public SimulatorSettings Settings { get; }

    public OAuthClients Clients { get; }

    public AccessTokens Tokens { get; }

    public RateLimiter RateLimiter { get; }

    public UserDirectory Users { get; } = new();

    public UserConversations UserConversations { get; }

    public MessagingDirectory MessagingDirectory { get; }

    public BotSessionDirectory BotSessions { get; } = new();

    public AgentlessCustomers AgentlessCustomers { get; } = new();

    /// <summary>All conversations in the order of display.</summary>
    public IReadOnlyList<IConversations> Conversations { get; }

    public Secrets Secrets { get; }

    public ManagedIdentity Identity { get; }

    public WebhookDispatch Webhooks { get; }

    public Receipts Receipts { get; }

    public MessageDelivery Delivery { get; }

    public ConnectorMessages ConnectorMessages { get; }

    public BoundedLog<RecordedRequest> Requests { get; } = new(request => request.Body?.Length ?? 0);

    public FaultList Faults { get; } = new();

    public ValueTask DisposeAsync() => Webhooks.DisposeAsync();
}
