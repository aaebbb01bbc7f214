using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.EndToEndTests.Deployment;

/// <summary>A folder with stubs of az and azd, and a curl that records its arguments before it runs the real one.</summary>
internal sealed class AzureStub : IDisposable
{
    public const string MasterKey = "local-master";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("azure-");

    /// <param name="failingQuery">Part of a query that the workspace refuses; nothing for none.</param>
    /// <param name="logRows">How many rows a count in the log returns.</param>
    public AzureStub(string failingQuery = "", int logRows = 1)
    {
        using var alerts = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Infra, "alerts.json")));
        Rules = [.. alerts.RootElement.EnumerateArray().Select(rule => $"alert-x-{rule.GetProperty("name").GetString()}")];
        WriteRules(Rules);
        Write("az", $$"""
            echo "az $*" >> "{{Calls}}"
            case "$*" in
              "functionapp function keys list "*) echo "$STUB_KEY" ;;
              "functionapp keys list "*) echo {{MasterKey}} ;;
              "monitor log-analytics workspace list "*) echo workspace-1 ;;
              "group show "*) echo /subscriptions/s/resourceGroups/group-1 ;;
              "rest --method get "*scheduledQueryRules*) cat "{{File("rules")}}" ;;
              "rest --method post --url https://api.loganalytics.io/v1/workspaces/workspace-1/query "*)
                while [ "$1" != --body ]; do shift; done
                cat "${2#@}" >> "{{File("queries")}}"; echo >> "{{File("queries")}}"
                if [ -n "{{failingQuery}}" ] && grep -q "{{failingQuery}}" "${2#@}"; then echo 'ERROR: Bad Request: SEM0100' >&2; exit 1; fi
                echo {{logRows}} ;;
              *) echo "ERROR: az $* is not expected" >&2; exit 1 ;;
            esac
            """);
        Write("azd", $$"""
            echo "azd $*" >> "{{Calls}}"
            case "$*" in
              "env get-value AZURE_RESOURCE_GROUP") echo group-1 ;;
              "env get-value FUNCTION_APP_NAME") echo func-1 ;;
              *) exit 1 ;;
            esac
            """);
        Write("curl", $$"""
            echo "curl $*" >> "{{Calls}}"
            PATH=${PATH#*:} exec curl "$@"
            """);
    }

    /// <summary>The folder of the templates.</summary>
    public static string Infra { get; } = Path.Combine(RepositoryFolder.Find(), "infra");

    /// <summary>For the variable PATH.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The names of the alert rules in the resource group.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>Every call with its arguments.</summary>
    public IReadOnlyList<string> Recorded => System.IO.File.ReadAllLines(Calls);

    /// <summary>The texts of all queries of the workspace.</summary>
    public IReadOnlyList<string> Queries => [.. System.IO.File.ReadAllLines(File("queries")).Select(line => JsonElement.Parse(line).GetProperty("query").GetString()!)];

    private string Calls => File("calls");

    /// <summary>A query as the templates have it, with both kinds of quotes.</summary>
    public static string QueryOf(string rule) => $"""AppTraces | where AppRoleName =~ "func-1" | extend Rule = '{rule}', Path = @"\d" """.Trim();

    /// <summary>Replaces the rules of the resource group.</summary>
    public void WriteRules(IEnumerable<string> names) =>
        System.IO.File.WriteAllLines(File("rules"), names.Select(name => $"{name}\t{QueryOf(name)}\t/subscriptions/s/actionGroups/operators"));

    public void Dispose() => _folder.Delete(recursive: true);

    private string File(string name) => Path.Combine(Folder, $"{name}.txt");

    private void Write(string name, string script)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // Not on Windows.
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
