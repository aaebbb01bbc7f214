using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The functions' settings on one machine.</summary>
public static class SystemSettings
{
    /// <summary>Settings of the storage account and its queues.</summary>
    public static Dictionary<string, string?> StorageAccount(string storage) => new()
    {
        ["AzureWebJobsStorage"] = storage,
        // host.json lets an idle queue wait 10 s for its next look; that is too long for a developer who watches.
        ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:01",
    };

    /// <summary>Settings that lead to a simulator in place of Genesys Cloud and Key Vault.</summary>
    public static Dictionary<string, string?> Simulator(Uri simulator, DevelopmentVault vault) => new()
    {
        ["Genesys:LoginUrl"] = simulator.ToString(),
        ["Genesys:ApiUrl"] = simulator.ToString(),
        ["Genesys:Clients:0:ClientId"] = DevelopmentValues.ClientId,
        ["Genesys:Clients:0:SecretName"] = DevelopmentValues.ClientSecretName,
        ["KeyVault:Uri"] = vault.Address.ToString(),
    };

    /// <summary>Settings that make one bot flow take every event: by the name that the samples use, and as the default.</summary>
    public static Dictionary<string, string?> BotFlow(Uri address) => new()
    {
        ["BotFlows:approvals:Url"] = address.ToString(),
        ["BotFlows:approvals:SecretName"] = DevelopmentValues.BotFlowSecretName,
        ["BotFlows:default:Url"] = address.ToString(),
        ["BotFlows:default:SecretName"] = DevelopmentValues.BotFlowSecretName,
    };
}
