using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.CommandLine;

/// <summary>The command line.</summary>
internal static class DevHostCommand
{
    private const int MaxPort = 65535;

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Send every request of samples/ through the whole system, print the result of each, and end: 0 if all arrived, 1 if not.",
    };

    private static readonly Option<int> FunctionsPort = Port("--functions-port", 7071, "The functions' port on loopback; 0 takes a free one.");
    private static readonly Option<int> SimulatorPort = Port("--simulator-port", 7072, "The simulator's port (Genesys Cloud and the phone); 0 takes a free one.");
    private static readonly Option<int> VaultPort = Port("--vault-port", 7073, "The port of the simulator's Key Vault (https); 0 takes a free one.");
    private static readonly Option<int> StoragePort = Port(
        "--storage-port", 0, "The first of Azurite's three ports (blobs, queues, tables). With it the connection string and the URL of the queue are the same at every start; 0 takes free ones.", last: MaxPort - (AzuriteServer.PortCount - 1));

    private static readonly Option<string> FunctionKey = new("--function-key")
    {
        Description = "The function key that callers send as x-functions-key.",
        HelpName = "key",
        DefaultValueFactory = _ => "local",
        Validators =
        {
            result =>
            {
                if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                {
                    result.AddError("--function-key must not be empty.");
                }
            },
        },
    };

    private static readonly Option<string?> Storage = new("--storage")
    {
        Description = "The connection string of a storage account to use instead of Azurite.",
        HelpName = "connection string",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Keep Azurite's data in this folder; without it the data are in a temporary one.",
        HelpName = "folder",
    };

    private static readonly Option<Uri?> Join = new("--join")
    {
        Description = "Run the functions only, with a simulator that is already running (needs --storage).",
        HelpName = "simulator address",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)
            {
                return address;
            }

            result.AddError("--join needs the http address of a simulator on this machine, such as http://127.0.0.1:7072.");
            return null;
        },
    };

    private static readonly Option<bool> NoSimulator = new("--no-simulator")
    {
        Description = "Send to a real organisation: needs the settings KeyVault:Uri, Genesys:Region and Genesys:Clients:0:ClientId (environment or local.settings.json).",
    };

    private static readonly Option<Uri?> BotFlow = new("--bot-flow")
    {
        Description = "Post the events of customers to your own bot flow instead of the sample, signed with the secret bot-flow-secret of the simulator's vault. Environment variables BotFlows__{name}__Url and so on do the same for several.",
        HelpName = "url",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            {
                return url;
            }

            result.AddError("--bot-flow needs an https URL, or an http one of this machine, such as http://127.0.0.1:5080.");
            return null;
        },
    };

    private static readonly Option<string?> Published = new("--published")
    {
        Description = "Run the function app that 'dotnet publish' wrote into this folder, as a process with the settings of Azure (managed identity; Linux only unless with --no-simulator). It posts to no address of this machine: in place of the sample bot flow the queue bot-events gets the events, and no reply follows.",
        HelpName = "folder",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [var folder] && !File.Exists(Path.Combine(folder.Value, "worker.config.json")))
                {
                    result.AddError($"--published needs the folder of a published function app; {Path.Combine(folder.Value, "worker.config.json")} does not exist. Write it: dotnet publish src/ServerlessMessaging.Functions -c Release");
                }
            },
        },
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
        }

        // The program handles signals, not the parser, whose time limit would end the stop too early.
        var exit = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count == 0 ? exit : DevHostProgram.CannotStart;
    }

    private static RootCommand Create()
    {
        var command = new RootCommand("Runs ServerlessMessaging on this machine: Azurite, the simulator (Genesys Cloud and its Key Vault) and the functions.")
        {
            Demo, FunctionsPort, SimulatorPort, VaultPort, StoragePort, FunctionKey, Storage, Data, Join, NoSimulator, BotFlow, Published,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Join) is not null && result.GetValue(Storage) is null)
            {
                result.AddError("--join needs --storage: functions that share a simulator share its storage account too.");
            }

            if (result.GetValue(NoSimulator) && (result.GetValue(Join) is not null || result.GetValue(Demo)))
            {
                result.AddError("--no-simulator goes neither with --join nor with --demo: the demo must not write to real people.");
            }

            if (result.GetValue(NoSimulator) && result.GetValue(BotFlow) is not null)
            {
                result.AddError("--bot-flow goes with the simulator; with --no-simulator the settings BotFlows:{name} name the receivers of events.");
            }

            if (result.GetValue(Storage) is not null && (result.GetValue(Data) is not null || result.GetValue(StoragePort) != 0))
            {
                result.AddError("--data and --storage-port are for Azurite, which --storage replaces: leave them out, or leave --storage out.");
            }

            if (result.GetValue(Published) is not null)
            {
                CheckPublished(result);
            }
        });
        command.SetAction((parsed, _) => DevHostProgram.RunAsync(new DevHostOptions
        {
            Demo = parsed.GetValue(Demo),
            FunctionsPort = parsed.GetValue(FunctionsPort),
            SimulatorPort = parsed.GetValue(SimulatorPort),
            VaultPort = parsed.GetValue(VaultPort),
            StoragePort = parsed.GetValue(StoragePort),
            FunctionKey = parsed.GetValue(FunctionKey)!,
            Storage = parsed.GetValue(Storage),
            DataFolder = parsed.GetValue(Data),
            Join = parsed.GetValue(Join),
            NoSimulator = parsed.GetValue(NoSimulator),
            BotFlow = parsed.GetValue(BotFlow),
            Published = parsed.GetValue(Published),
        }));
        return command;
    }

    private static void CheckPublished(CommandResult result)
    {
        if (result.GetValue(Join) is not null)
        {
            result.AddError("--published does not go with --join.");
        }

        if (result.GetValue(Storage) is not null && !result.GetValue(NoSimulator))
        {
            result.AddError("--published with the simulator needs an Azurite of its own; --storage goes with --published and --no-simulator.");
        }

        if (result.GetValue(BotFlow) is { IsLoopback: true })
        {
            result.AddError("--published posts events to no address of this machine: leave --bot-flow out and read the queue bot-events.");
        }
    }

    private static Option<int> Port(string name, int standard, string description, int last = MaxPort)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "port", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var port) && (port < 0 || port > last))
            {
                result.AddError($"{name} takes a port from 0 to {last}.");
            }
        });
        return option;
    }
}
