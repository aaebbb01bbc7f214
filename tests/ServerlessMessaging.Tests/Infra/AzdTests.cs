using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>What azd passes to the templates: on a developer's machine from its environment, in the workflow from the variables of the repository.</summary>
public sealed partial class AzdTests
{
    // azd sets these itself, the workflow the first three of them.
    private static readonly string[] OfAzd = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_PRINCIPAL_ID", "AZURE_RESOURCE_GROUP"];

    // Parameters that only the Azure CLI reaches: azd needs another value for none of them.
    private static readonly string[] MainOnly =
        ["genesysClientSecretName", "webhookSecretNames", "httpConcurrency", "vnetAddressPrefix", "healthTestLocations", "logRetentionDays", "logDailyQuotaGb", "deadLetterDays"];

    private static readonly string Root = RepositoryFolder.Find();

    private static IReadOnlyList<string> Variables { get; } =
        [.. Variable.Matches(File.ReadAllText(Path.Combine(Root, "infra", "azd.bicepparam"))).Select(match => match.Groups["name"].Value).Except(OfAzd)];

    [Fact]
    public void PipelineVariables_OfAzureYaml_AreThoseOfTheParameters() =>
        Assert.Equal(Variables.Order(), ((YamlSequenceNode)Read("azure.yaml")["pipeline"]["variables"]).Select(name => $"{name}").Order());

    [Fact]
    public void Workflow_Environment_HasEveryVariableOfTheParameters()
    {
        var environment = ((YamlMappingNode)Read(".github/workflows/azure-dev.yml")["jobs"]["deploy"]["env"]).Children.ToDictionary(pair => $"{pair.Key}", pair => $"{pair.Value}");

        Assert.Empty(Variables.Except(environment.Keys));
        // No default in place of a missing one.
        Assert.All(["GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_REGION", "VNET_ENABLED", "ALERT_EMAIL"], name => Assert.Equal($"${{{{ vars.{name} }}}}", environment[name]));
        // The workflow has no use for a developer's roles.
        Assert.Equal(string.Empty, environment["AZURE_PRINCIPAL_ID"]);
    }

    [Fact]
    public void DeployPage_Variables_AreThoseOfTheParameters()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "deploy.md"));

        Assert.Equal(Variables.Order(), Row.Matches(page).Select(match => match.Groups["name"].Value).Order());
    }

    [Fact]
    public async Task AzdTemplate_Parameters_ReachThoseOfTheMainTemplate()
    {
        var main = (await BicepCompiler.CompileTemplateAsync("main.bicepparam")).GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name);
        var azd = await BicepCompiler.CompileTemplateAsync("azd.bicepparam");
        var passed = azd.GetProperty("resources").GetProperty("main").GetProperty("properties").GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name);

        Assert.Equal(main.Except(MainOnly).Order(), passed.Order());
    }

    // azd accepts environment names of up to 64 characters; its names of resources are hashes of them.
    [Fact]
    public async Task EnvironmentName_MaxLength_IsThatOfAzd()
    {
        foreach (var file in new[] { "main.bicepparam", "azd.bicepparam" })
        {
            Assert.Equal(64, (await BicepCompiler.CompileTemplateAsync(file)).GetProperty("parameters").GetProperty("environmentName").GetProperty("maxLength").GetInt32());
        }
    }

    // Else azd runs 'dotnet user-secrets init' and changes the file.
    [Fact]
    public void FunctionAppProject_UserSecretsId_IsSet() =>
        Assert.Matches("<UserSecretsId>[^<]+</UserSecretsId>", File.ReadAllText(Path.Combine(Root, "src", "ServerlessMessaging.Functions", "ServerlessMessaging.Functions.csproj")));

    private static YamlMappingNode Read(string file)
    {
        using var reader = File.OpenText(Path.Combine(Root, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>\w+)'")]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"^\| `(?<name>[A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row { get; }
}
