using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Templates take a secret as a secure parameter only, and neither store it, read it nor return it.</summary>
public sealed partial class SecretTests
{
    [Fact]
    public async Task Parameters_NamedLikeASecret_AreSecure() =>
        Assert.All(
            await MembersAsync("parameters", type => type is not ("int" or "bool")),
            parameter => Assert.StartsWith("secure", parameter.Type, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task Outputs_NamedLikeASecret_DoNotExist() => Assert.Empty(await MembersAsync("outputs", _ => true));

    [Fact]
    public async Task Expressions_OfEveryTemplate_ListNoKeys() =>
        Assert.DoesNotMatch(ListFunction, (await BicepCompiler.CompileTemplateAsync("azd.bicepparam")).GetRawText());

    [Fact]
    public async Task KeyVaultSecrets_InTemplates_DoNotExist() =>
        Assert.DoesNotContain((await Deployment.CompleteAsync()).Resources, resource => resource.Type == "Microsoft.KeyVault/vaults/secrets");

    // Members of the templates of azd.bicep: its own, main.bicep and the modules.
    private static async Task<IReadOnlyList<(string Name, string Type)>> MembersAsync(string kind, Func<string, bool> ofType)
    {
        (string Name, string Type)[] all = [.. Templates(await BicepCompiler.CompileTemplateAsync("azd.bicepparam"))
            .Where(template => template.TryGetProperty(kind, out _))
            .SelectMany(template => template.GetProperty(kind).EnumerateObject())
            .Select(member => (member.Name, Type: member.Value.TryGetProperty("type", out var type) ? type.GetString()! : "reference"))];
        Assert.Contains(all, member => member.Name == (kind == "outputs" ? "keyVaultName" : "genesysClientSecretName"));
        return [.. all.Where(member => SecretName.IsMatch(member.Name) && ofType(member.Type))];
    }

    private static IEnumerable<JsonElement> Templates(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => [.. json.TryGetProperty("$schema", out _) && json.TryGetProperty("parameters", out _) ? [json] : Array.Empty<JsonElement>(), .. json.EnumerateObject().SelectMany(member => Templates(member.Value))],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Templates),
        _ => [],
    };

    [GeneratedRegex("(secret|password|key|token|connectionstring)(value)?s?$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName { get; }

    [GeneratedRegex(@"\blist[A-Z]\w*\(")]
    private static partial Regex ListFunction { get; }
}
