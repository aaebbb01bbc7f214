namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>The bot flows by name: section <c>BotFlows</c>.</summary>
public sealed class BotFlowsOptions : Dictionary<string, BotFlowOptions>
{
    /// <summary>The configuration section.</summary>
    public const string Section = "BotFlows";

    /// <summary>The flow that gets what no other does.</summary>
    public const string Default = "default";

    /// <summary>Names differ by more than their case.</summary>
    public BotFlowsOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
