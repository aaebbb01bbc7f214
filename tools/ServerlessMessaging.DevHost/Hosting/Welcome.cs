using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The addresses and commands printed after the start.</summary>
internal static class Welcome
{
    public static void Write(TextWriter output, LocalSystem system, DevHostOptions options)
    {
        var functions = system.Functions.ToString().TrimEnd('/');
        output.WriteLine();
        output.WriteLine($"Functions      {functions}/api");
        output.WriteLine($"Function key   {options.FunctionKey}   (header x-functions-key)");
        if (system.Simulator is not null)
        {
            output.WriteLine($"Phone          {system.Simulator}");
            output.WriteLine($"Key Vault      {system.Vault}");
        }

        if (system.BotFlow is not null)
        {
            output.WriteLine($"Bot flow       {system.BotFlow}");
        }

        if (system.BotFlowQueue is not null)
        {
            output.WriteLine($"Bot flow       queue {system.BotFlowQueue}");
        }

        if (options.Storage is null)
        {
            output.WriteLine($"Storage        {system.Storage}");
            output.WriteLine($"Queue          {system.MessagesQueue}   (SAS URL, to add messages)");
        }

        if (system.AzureAccess is not null)
        {
            output.WriteLine($"Environment    {system.AzureAccess}   (for clients of vault and storage)");
        }

        output.WriteLine();
        output.WriteLine("Try it:");
        output.WriteLine($"curl -i {functions}/api/messages -H 'x-functions-key: {options.FunctionKey}' -H 'Content-Type: application/json' -d '{{\"to\":{{\"email\":\"{Recipient(system)}\"}},\"message\":{{\"type\":\"text\",\"text\":\"Hello\"}}}}'");
        output.WriteLine();
        output.WriteLine("Ctrl+C stops everything.");
    }

    private static string Recipient(LocalSystem system) => system.Simulator is null ? "user@your-organisation.example" : DevelopmentValues.UserEmail;
}
