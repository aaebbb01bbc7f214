using System.Security.Cryptography.X509Certificates;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator;

/// <summary>What the simulator can be told at its start; the control API changes some of it later.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Port of login, API, control API and phone page; 0 takes a free one.</summary>
    public int Port { get; init; } = 7072;

    /// <summary>Port of the vault; 0 takes a free one.</summary>
    public int VaultPort { get; init; } = 7073;

    /// <summary>What the vault shows, with its private key; null for one that is made at the start. The caller disposes it.</summary>
    public X509Certificate2? VaultCertificate { get; init; }

    /// <summary>API requests that one client may make in a window.</summary>
    public int RateLimitAllowed { get; init; } = 300;

    public TimeSpan RateLimitWindow { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Answers every look-up by email as the public platform may: with the first user, whoever was asked for.</summary>
    public bool IgnoreEmailParameter { get; init; }

    /// <summary>Who hears what the customers say; null is nobody.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>What webhooks are signed with, at least 16 characters.</summary>
    public string WebhookSecret { get; init; } = DevelopmentValues.WebhookSecret;

    /// <summary>The pause before each of the five retries.</summary>
    public TimeSpan WebhookRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt waits for an answer.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many times more each webhook is sent.</summary>
    public int WebhookDuplicates { get; init; }

    /// <summary>Holds one webhook back until the next one was sent.</summary>
    public bool WebhookReorder { get; init; }

    /// <summary>What follows each message that was taken.</summary>
    public ReceiptMode Receipts { get; init; }

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
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookSecret.Length, WebhookSettings.ShortestSecret, nameof(WebhookSecret));
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookRetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookRetryDelay, WebhookSettings.MaxTimeout);
        ArgumentOutOfRangeException.ThrowIfLessThan(WebhookTimeout, WebhookSettings.ShortestTimeout);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookTimeout, WebhookSettings.MaxTimeout);
        ArgumentOutOfRangeException.ThrowIfNegative(WebhookDuplicates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WebhookDuplicates, WebhookSettings.MostDuplicates);
        if (WebhookUrl is { } url && !WebhookSettings.IsUsable(url))
        {
            throw new InvalidOperationException("WebhookUrl must be an absolute http or https URL without a user.");
        }
    }
}
