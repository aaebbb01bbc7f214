using ServerlessMessaging.Simulator.BotConnector;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator;

/// <summary>The settings that the control API changes while the simulator runs.</summary>
internal sealed class SimulatorSettings(SimulatorOptions options)
{
    private readonly Lock _lock = new();
    private bool _ignoreEmailParameter = options.IgnoreEmailParameter;
    private int _rateLimitAllowed = options.RateLimitAllowed;
    private TimeSpan _rateLimitWindow = options.RateLimitWindow;
    private WebhookSettings _webhooks = WebhookSettings.From(options);
    private ConnectorSettings _connector = ConnectorSettings.From(options);

    public bool IgnoreEmailParameter
    {
        get { lock (_lock) { return _ignoreEmailParameter; } }
    }

    public int RateLimitAllowed
    {
        get { lock (_lock) { return _rateLimitAllowed; } }
    }

    public TimeSpan RateLimitWindow
    {
        get { lock (_lock) { return _rateLimitWindow; } }
    }

    public WebhookSettings Webhooks
    {
        get { lock (_lock) { return _webhooks; } }
    }

    public ConnectorSettings Connector
    {
        get { lock (_lock) { return _connector; } }
    }

    /// <summary>Null leaves a setting as it is.</summary>
    public void Change(
        bool? ignoreEmailParameter,
        int? rateLimitAllowed,
        TimeSpan? rateLimitWindow,
        Func<WebhookSettings, WebhookSettings> changeWebhooks,
        Func<ConnectorSettings, ConnectorSettings> changeConnector)
    {
        lock (_lock)
        {
            _ignoreEmailParameter = ignoreEmailParameter ?? _ignoreEmailParameter;
            _rateLimitAllowed = rateLimitAllowed ?? _rateLimitAllowed;
            _rateLimitWindow = rateLimitWindow ?? _rateLimitWindow;
            _webhooks = changeWebhooks(_webhooks);
            _connector = changeConnector(_connector);
        }
    }
}
