using System.Reflection;
using System.Xml.Linq;
using NetArchTest.Rules;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Architecture;

/// <summary>Allowed dependencies between folders and projects, read from the compiled types.</summary>
public sealed class DependencyTests
{
    private const string Root = "ServerlessMessaging";
    private static readonly Assembly Library = typeof(ServerlessMessagingServices).Assembly;

    // Sending and BotFlows do not know each other: a bot flow's reply goes onto a queue.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Caching"] = [],
        ["Telemetry"] = [],
        ["Contract"] = [],
        ["Http"] = [],
        ["Shutdown"] = ["Telemetry"],
        ["KeyVault"] = ["Caching", "Http", "Telemetry", "Contract"],
        ["Storage"] = ["Telemetry", "Contract"],
        ["Genesys"] = ["Caching", "Http", "Telemetry", "Contract", "KeyVault", "Serialization"],
        ["Records"] = ["Telemetry", "Contract", "Serialization", "Storage"],
        ["DeadLetters"] = ["Shutdown", "Telemetry", "Contract", "Serialization", "Storage"],
        ["Sending"] = ["DeadLetters", "Shutdown", "Genesys", "Telemetry", "Contract", "Records", "KeyVault", "Serialization", "Storage"],
        ["BotFlows"] = ["DeadLetters", "Http", "Shutdown", "Telemetry", "Contract", "Records", "KeyVault", "Storage"],
        ["Callbacks"] = ["BotFlows", "DeadLetters", "Telemetry", "Contract", "Records", "KeyVault", "Storage"],
        ["Health"] = ["Caching", "Genesys", "Telemetry", "Contract", "KeyVault", "Storage"],
        // One serializer context sees every type that is written as JSON.
        ["Serialization"] = ["DeadLetters", "Genesys", "Health", "Contract", "Records", "Sending", "Storage"],
    };

    public static TheoryData<string> Folders =>
    [
        .. Library.GetTypes().Select(type => type.Namespace?.Split('.')).Where(names => names is [Root, _, ..]).Select(names => names![1])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Dependencies_LibraryFolder_AreAllowedFolders(string folder)
    {
        string[] forbidden = [.. Allowed.Keys.Except([folder, .. Allowed[folder]]).Select(other => $"{Root}.{other}")];

        AssertIndependent(Types.InAssembly(Library).That().ResideInNamespace($"{Root}.{folder}"), forbidden);
    }

    [Fact]
    public void Dependencies_Library_HaveNeitherWebServerNorFunctions() =>
        AssertIndependent(Types.InAssembly(Library).That().ResideInNamespace(Root), "Microsoft.AspNetCore", "Microsoft.Azure.Functions", "Microsoft.Azure.WebJobs");

    [Fact]
    public void References_FunctionApp_AreTheLibraryOnly() => Assert.Equal(
        [Root],
        typeof(SendMessage).Assembly.GetReferencedAssemblies().Select(name => name.Name).Where(name => name!.StartsWith(Root, StringComparison.Ordinal)));

    [Fact]
    public void References_ToolsExceptDevHost_HaveNoProjectOfTheProduct()
    {
        var tools = Directory.GetFiles(Path.Combine(RepositoryFolder.Find(), "tools"), "*.csproj", SearchOption.AllDirectories)
            .Where(project => Path.GetFileNameWithoutExtension(project) != $"{Root}.DevHost").ToArray();

        Assert.Contains(tools, project => Path.GetFileNameWithoutExtension(project) == $"{Root}.Simulator");
        Assert.All(tools, project => Assert.DoesNotContain(
            XDocument.Load(project).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value),
            reference => reference.Contains("src/", StringComparison.Ordinal)));
    }

    private static void AssertIndependent(PredicateList types, params string[] forbidden)
    {
        Assert.NotEmpty(types.GetTypes());
        Assert.Empty(types.ShouldNot().HaveDependencyOnAny(forbidden).GetResult().FailingTypeNames ?? []);
    }
}
