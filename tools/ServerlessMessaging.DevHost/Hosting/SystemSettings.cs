using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The functions' settings on one machine.</summary>
public static class SystemSettings
{
    // host.json polls an idle queue every 10 s, which is too slow during development.
    private static readonly KeyValuePair<string, string?> Polling = new("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:01");

    /// <summary>Settings of the storage account and its queues.</summary>
    public static Dictionary<string, string?> StorageAccount(string storage) => new([new("AzureWebJobsStorage", storage), Polling]);

    /// <summary>Settings of a storage account with access by the simulator's managed identity, and of its queues.</summary>
    public static Dictionary<string, string?> StorageByIdentity(string account) => new(
    [
        new("AzureWebJobsStorage:accountName", account),
        new("AzureWebJobsStorage:credential", "managedidentity"),
        new("AzureWebJobsStorage:clientId", DevelopmentValues.IdentityClientId),
        new("AZURE_CLIENT_ID", DevelopmentValues.IdentityClientId),
        Polling,
    ]);

    /// <summary>Settings of a simulator instead of Genesys Cloud and Key Vault.</summary>
    public static Dictionary<string, string?> Simulator(Uri simulator, Uri vault) => new()
    {
        ["Genesys:LoginUrl"] = simulator.ToString(),
        ["Genesys:ApiUrl"] = simulator.ToString(),
        ["Genesys:Clients:0:ClientId"] = DevelopmentValues.ClientId,
        ["Genesys:Clients:0:SecretName"] = DevelopmentValues.ClientSecretName,
        ["KeyVault:Uri"] = vault.ToString(),
    };

    /// <summary>Settings that send every event to one bot flow: by the name in the samples, and as the default.</summary>
    public static Dictionary<string, string?> BotFlow(Uri address) => new()
    {
        ["BotFlows:approvals:Url"] = address.ToString(),
        ["BotFlows:approvals:SecretName"] = DevelopmentValues.BotFlowSecretName,
        ["BotFlows:default:Url"] = address.ToString(),
        ["BotFlows:default:SecretName"] = DevelopmentValues.BotFlowSecretName,
    };

    /// <summary>The same for events to a queue.</summary>
    public static Dictionary<string, string?> BotFlow(string queue) => new()
    {
        ["BotFlows:approvals:Queue"] = queue,
        ["BotFlows:default:Queue"] = queue,
    };

    /// <summary>Settings as environment variables, whose names contain <c>__</c>.</summary>
    public static IEnumerable<(string Name, string Value)> ToEnvironment(IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value ?? string.Empty));
}
