using Azure.Storage.Queues;

namespace ServerlessMessaging.BotFlows;

/// <summary>The bot flows by name, in any case.</summary>
public sealed class BotFlowsOptions() : Dictionary<string, BotFlowOptions>(StringComparer.OrdinalIgnoreCase)
{
    /// <summary>The configuration section.</summary>
    public const string Section = "BotFlows";

    /// <summary>The flow of events that belong to no other flow.</summary>
    public const string Default = "default";
}

/// <summary>One bot flow: which events it gets, and how.</summary>
public sealed class BotFlowOptions
{
    /// <summary>Where its events are posted.</summary>
    /// <value>No default; exactly one of <see cref="Url"/> and <see cref="Queue"/>.</value>
    public Uri? Url { get; set; }

    /// <summary>The queue of the application's storage account that gets its events.</summary>
    /// <value>No default; exactly one of <see cref="Url"/> and <see cref="Queue"/>.</value>
    public string? Queue { get; set; }

    /// <summary>Whether its queue takes JSON as it is, or as base64.</summary>
    /// <value>Default <c>None</c>.</value>
    public QueueMessageEncoding QueueEncoding { get; set; } = QueueMessageEncoding.None;

    /// <summary>Presses that are for it: values of <c>action</c> or <c>event</c> in their payload.</summary>
    /// <value>Default: none.</value>
    public IList<string> Actions { get; } = [];

    /// <summary>The name of the secret in Key Vault with which its events are signed, <c>whsec_</c> and Base64.</summary>
    /// <value>No default; required with <see cref="Url"/>.</value>
    public string? SecretName { get; set; }

    /// <summary>Whether it also gets typing indicators.</summary>
    /// <value>Default false.</value>
    public bool Typing { get; set; }

    /// <summary>Whether its address may be a private one, such as that of a virtual network.</summary>
    /// <value>Default false.</value>
    public bool AllowPrivateAddress { get; set; }
}
