using System.Text.Json;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Queues, tables, containers and retention of the templates are those of the code.</summary>
public sealed class StorageTests
{
    [Fact]
    public async Task Queues_Deployed_AreThoseOfTheCode() =>
        Assert.Equal(QueueNames.All.Order(), Names((await Deployment.MinimalAsync()).OfType("Microsoft.Storage/storageAccounts/queueServices/queues")));

    [Fact]
    public async Task Tables_Deployed_AreThoseOfTheCode() =>
        Assert.Equal(TableNames.All.Order(), Names((await Deployment.MinimalAsync()).OfType("Microsoft.Storage/storageAccounts/tableServices/tables")));

    [Fact]
    public async Task MessagesQueueUrl_Output_NamesTheQueueOfRequests() =>
        Assert.EndsWith($"'{QueueNames.Messages}')]", (await Deployment.MinimalAsync()).Outputs.GetProperty("messagesQueueUrl").GetString(), StringComparison.Ordinal);

    [Fact]
    [Trait("Fault", "F15")]
    public async Task Containers_Deployed_AreThoseOfTheCodeAndEachIsEmptiedInTime()
    {
        var deployment = await Deployment.MinimalAsync();
        var rules = Rules(deployment);

        Assert.Equal(ContainerNames.All.Append("deployments").Order(), Names(deployment.OfType("Microsoft.Storage/storageAccounts/blobServices/containers")));
        Assert.Equal(ContainerNames.All.Select(name => $"{name}/").Order(), rules.SelectMany(rule => rule.Prefixes).Order());
        Assert.All(rules, rule => Assert.Equal(["blockBlob"], rule.BlobTypes));
    }

    [Fact]
    public async Task Retention_OfRecords_IsLongerThanAWebhookMayTake()
    {
        var rules = Rules(await Deployment.MinimalAsync());
        var deadLetters = rules.Single(rule => rule.Prefixes.Contains($"{ContainerNames.DeadLetters}/")).Days;
        var records = Assert.Single(rules, rule => !rule.Prefixes.Contains($"{ContainerNames.DeadLetters}/")).Days;

        Assert.True(TimeSpan.FromDays(records) > new CallbackOptions().MaxWebhookAge);
        Assert.Contains($"Records and bodies are kept {records} days, dead letters {deadLetters}.", File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "reliability.md")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(IEnumerable<DeployedResource> resources) => resources.Select(resource => resource.Name).Order();

    private static (int Days, string[] Prefixes, string[] BlobTypes)[] Rules(Deployment deployment) =>
    [
        .. deployment.OfType("Microsoft.Storage/storageAccounts/managementPolicies")[0]["properties.policy.rules"].EnumerateArray()
            .Select(rule => rule.GetProperty("definition"))
            .Select(rule => (
                rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete").GetProperty("daysAfterModificationGreaterThan").GetInt32(),
                Strings(rule.GetProperty("filters").GetProperty("prefixMatch")),
                Strings(rule.GetProperty("filters").GetProperty("blobTypes")))),
    ];

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
