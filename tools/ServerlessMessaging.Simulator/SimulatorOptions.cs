using System.Security.Cryptography.X509Certificates;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator;

/// <summary>The options of the simulator at its start; the control API changes some of them later.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Port of login, API, control API and phone page; 0 chooses a free one.</summary>
    public int Port { get; init; } = 7072;

    /// <summary>Port of the vault; 0 chooses a free one.</summary>
    public int VaultPort { get; init; } = 7073;

    /// <summary>The TLS certificate of the vault, with its private key; null creates one at the start. The caller disposes it.</summary>
    public X509Certificate2? VaultCertificate { get; init; }

    /// <summary>API requests that one client may make in a window.</summary>
    public int RateLimitAllowed { get; init; } = 300;

    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Whether GET /api/v2/users ignores the parameter <c>email</c>, as the public platform may, and returns all users.</summary>
    public bool IgnoreEmailParameter { get; init; }

    /// <summary>The URL that receives webhooks; null sends none.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The secret that signs webhooks, at least 16 characters.</summary>
    public string WebhookSecret { get; init; } = DevelopmentValues.WebhookSecret;

    /// <summary>The pause before each of the five retries.</summary>
    public TimeSpan WebhookRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt waits for a response.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many additional times each webhook is sent.</summary>
    public int WebhookDuplicates { get; init; }

    /// <summary>Whether a webhook is held until the next one was sent.</summary>
    public bool WebhookReorder { get; init; }

    /// <summary>The receipt that follows each accepted message.</summary>
    public ReceiptMode Receipts { get; init; }

    /// <summary>Whether a façade stands before every route and reports deliveries; otherwise only before the routes of the tutorials.</summary>
    public bool Facade { get; init; }

    /// <summary>The messages sent by the API that are posted to the webhook.</summary>
    public OwnMessages OwnMessages { get; init; }

    /// <summary>The base URL of the Digital Bot Connector, below which <c>messages</c> and <c>bots</c> are called; null configures none.</summary>
    public Uri? ConnectorUrl { get; init; }

    /// <summary>The headers of every call of the bot connector, such as a secret.</summary>
    public IReadOnlyDictionary<string, string> ConnectorHeaders { get; init; } = new Dictionary<string, string>();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegative(VaultPort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(VaultPort, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(RateLimitAllowed, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RateLimitWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TokenLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookSecret.Length, WebhookSettings.MinSecretLength, nameof(WebhookSecret));
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookRetryDelay, WebhookSettings.MaxTimeout);
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookTimeout, WebhookSettings.MinTimeout);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookTimeout, WebhookSettings.MaxTimeout);
        ArgumentOutOfRangeException.ThrowIfNegative(WebhookDuplicates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookDuplicates, WebhookSettings.MaxDuplicates);
        if (WebhookUrl is { } url && !WebhookSettings.IsUsable(url))
        {
            throw new InvalidOperationException("WebhookUrl must be an absolute http or https URL without a user.");
        }
    }
}
