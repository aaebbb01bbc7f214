using System.Text.RegularExpressions;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Every role assignment: principal, built-in role, scope.</summary>
public sealed partial class RoleAssignmentTests
{
    // Ids of Azure's built-in roles.
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["19e7f393-937e-4f77-808e-94535e297925"] = "Storage Queue Data Reader",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private static readonly string[] OfTheFunctionApp =
    [
        "function app: Key Vault Secrets User on Microsoft.KeyVault/vaults/kv",
        "function app: Monitoring Metrics Publisher on Microsoft.Insights/components/appi",
        "function app: Storage Blob Data Owner on Microsoft.Storage/storageAccounts/st",
        "function app: Storage Queue Data Contributor on Microsoft.Storage/storageAccounts/st",
        "function app: Storage Table Data Contributor on Microsoft.Storage/storageAccounts/st",
    ];

    [Fact]
    public async Task RoleAssignments_ByDefault_AreOfTheFunctionAppOnly() => Assert.Equal(OfTheFunctionApp, Assignments(await Deployment.MinimalAsync()));

    [Fact]
    public async Task RoleAssignments_WithDeveloperAndSender_AddTheLeastThatEachNeeds() =>
        Assert.Equal(
            [
                $"{Deployment.Developer}: Key Vault Secrets Officer on Microsoft.KeyVault/vaults/kv",
                $"{Deployment.Developer}: Storage Blob Data Reader on Microsoft.Storage/storageAccounts/st",
                $"{Deployment.Developer}: Storage Queue Data Reader on Microsoft.Storage/storageAccounts/st",
                $"{Deployment.Developer}: Storage Table Data Reader on Microsoft.Storage/storageAccounts/st",
                .. OfTheFunctionApp,
                $"{Deployment.Sender}: Storage Queue Data Message Sender on Microsoft.Storage/storageAccounts/st/queueServices/default/queues/{QueueNames.Messages}",
            ],
            Assignments(await Deployment.CompleteAsync()));

    // Azure looks up a principal whose type it is not told, and does not find a new one.
    [Fact]
    public async Task RoleAssignments_OfTheSender_HaveItsType() =>
        Assert.Equal("Group", Assert.Single((await Deployment.CompleteAsync()).OfType("Microsoft.Authorization/roleAssignments"), assignment => assignment["properties.principalId"].GetString() == Deployment.Sender)["properties.principalType"].GetString());

    private static IEnumerable<string> Assignments(Deployment deployment)
    {
        var uniqueSuffix = deployment.OfType("Microsoft.Web/sites")[0].Name["func-".Length..];
        return deployment.OfType("Microsoft.Authorization/roleAssignments").Select(assignment =>
        {
            var principal = assignment["properties.principalId"].GetString()!;
            var role = assignment["properties.roleDefinitionId"].GetString()!.Split('/')[^1];
            var scope = Scope.Match(assignment.Id).Groups["scope"].Value.Replace($"-{uniqueSuffix}", "", StringComparison.Ordinal).Replace(uniqueSuffix, "", StringComparison.Ordinal);
            return $"{(principal.Contains("/userAssignedIdentities/", StringComparison.Ordinal) ? "function app" : principal)}: {Roles[role]} on {scope}";
        }).Order(StringComparer.Ordinal);
    }

    // An id is a path, or an expression that begins with its scope; a scope without a provider is the whole resource group.
    [GeneratedRegex(@"^(\[extensionResourceId\(')?/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(?<scope>[^']+?)('|/providers/)")]
    private static partial Regex Scope { get; }
}
