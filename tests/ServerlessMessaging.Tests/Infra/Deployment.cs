using System.Text.Json;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>What a deployment of infra/main.bicep creates, modules and loops included, as <c>bicep snapshot</c> evaluates it.</summary>
internal sealed class Deployment
{
    /// <summary>The principals of <see cref="CompleteAsync"/>.</summary>
    public const string Developer = "developer";

    /// <inheritdoc cref="Developer"/>
    public const string Sender = "sender";

    private static readonly Lazy<Task<Deployment>> Minimal = new(() => EvaluateAsync(string.Empty));

    private static readonly Lazy<Task<Deployment>> Complete = new(() => EvaluateAsync($$"""
        param vnetEnabled = true
        param developerPrincipalId = '{{Developer}}'
        param senders = [
            { principalId: '{{Sender}}', principalType: 'Group' }
        ]
        param recoverVault = true
        param zoneRedundant = true
        param entraAuthClientId = 'operators'
        param alertEmailAddresses = ['operators@example.com']
        """));

    private Deployment(JsonElement snapshot)
    {
        Resources = [.. snapshot.GetProperty("predictedResources").EnumerateArray().Select(resource => new DeployedResource(resource))];
        Outputs = snapshot.GetProperty("outputs");
    }

    public IReadOnlyList<DeployedResource> Resources { get; }

    public JsonElement Outputs { get; }

    /// <summary>With the defaults of the parameters.</summary>
    public static Task<Deployment> MinimalAsync() => Minimal.Value;

    /// <summary>With every optional part.</summary>
    public static Task<Deployment> CompleteAsync() => Complete.Value;

    /// <summary>The resources of a type in both deployments; at least one in each.</summary>
    public static async Task<IReadOnlyList<DeployedResource>> InBothAsync(string type) => [.. (await MinimalAsync()).OfType(type), .. (await CompleteAsync()).OfType(type)];

    /// <summary>The resources of a type; at least one.</summary>
    public IReadOnlyList<DeployedResource> OfType(string type)
    {
        DeployedResource[] found = [.. Resources.Where(resource => resource.Type == type)];
        Assert.True(found.Length > 0, $"No resource of type {type} is deployed.");
        return found;
    }

    private static async Task<Deployment> EvaluateAsync(string parameters)
    {
        var folder = Directory.CreateTempSubdirectory("bicep-");
        try
        {
            var file = Path.Combine(folder.FullName, "test.bicepparam");
            var template = Path.GetRelativePath(folder.FullName, Path.Combine(BicepCompiler.Templates, "main.bicep"));
            await File.WriteAllTextAsync(file, $"""
                using '{template}'
                param environmentName = 'test'
                param genesysClientId = 'client'
                {parameters}
                """);
            // Without a deployment name, outputs of modules stay unevaluated.
            var run = await BicepCompiler.RunAsync(
                "snapshot", file, "--tenant-id", $"{Guid.Empty}", "--subscription-id", $"{Guid.Empty}", "--resource-group", "group", "--location", "westeurope", "--deployment-name", "main");
            Assert.True(run.ExitCode == 0, run.Diagnostics);
            using var snapshot = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(file, "snapshot.json")));
            return new(snapshot.RootElement.Clone());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
