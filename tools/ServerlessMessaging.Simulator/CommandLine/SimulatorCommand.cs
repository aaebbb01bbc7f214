using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.CommandLine;

/// <summary>Runs the simulator as a program of its own.</summary>
internal static class SimulatorCommand
{
    private const int Failed = 2;

    public static RootCommand Create()
    {
        var defaults = new SimulatorOptions();
        var port = Integer("--port", "Port of login, API, control API and phone page; 0 chooses a free one.", defaults.Port, 0, ushort.MaxValue);
        var vaultPort = Integer("--vault-port", "Port of the vault (HTTPS); 0 chooses a free one.", defaults.VaultPort, 0, ushort.MaxValue);
        var rateLimit = Integer("--rate-limit", "API requests that one client may make in a window.", defaults.RateLimitAllowed, 1, int.MaxValue);
        var rateLimitWindow = Integer("--rate-limit-window", "Length of that window in seconds.", (int)defaults.RateLimitWindow.TotalSeconds, 1, 86_400);
        var ignoreEmail = new Option<bool>("--ignore-email")
        {
            Description = "Ignore the parameter of GET /api/v2/users?email=... and return all users, so that the first result is the wrong one.",
        };

        var facade = new Option<bool>("--facade")
        {
            Description = "Simulate a façade before every route, which reports deliveries; without it only the routes of the tutorials have one.",
        };

        var webhookUrl = new Option<Uri?>("--webhook-url")
        {
            Description = "URL that receives the webhooks, such as http://127.0.0.1:7071/api/webhooks/genesys.",
            CustomParser = ParseUrl,
        };

        var command = new RootCommand("Simulates Genesys Cloud and a Key Vault on this machine, with a page that shows the customer's phone. Runs until Ctrl+C.")
        {
            port, vaultPort, rateLimit, rateLimitWindow, ignoreEmail, facade, webhookUrl,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new SimulatorOptions
            {
                Port = arguments.GetValue(port),
                VaultPort = arguments.GetValue(vaultPort),
                RateLimitAllowed = arguments.GetValue(rateLimit),
                RateLimitWindow = TimeSpan.FromSeconds(arguments.GetValue(rateLimitWindow)),
                IgnoreEmailParameter = arguments.GetValue(ignoreEmail),
                Facade = arguments.GetValue(facade),
                WebhookUrl = arguments.GetValue(webhookUrl),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var simulator = await GenesysSimulator.StartAsync(options, cancellationToken);
            Console.WriteLine($"Genesys Cloud   {simulator.Address}   login and API; open it in a browser for the phone");
            Console.WriteLine($"Control API     {simulator.Address}simulator");
            Console.WriteLine($"Key Vault       {simulator.VaultAddress}   SHA-256 {simulator.VaultThumbprint}");
            Console.WriteLine("Press Ctrl+C to stop.");
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped by Ctrl+C.
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Message} Free the port, or choose another one with --port or --vault-port.");
            return Failed;
        }

        return 0;
    }

    private static Uri? ParseUrl(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var url) && WebhookSettings.IsUsable(url))
        {
            return url;
        }

        argument.AddError("--webhook-url must be an absolute http or https URL.");
        return null;
    }

    private static Option<int> Integer(string name, string description, int defaultValue, int min, int max) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = argument =>
        {
            if (int.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            argument.AddError($"{name} must be a whole number from {min} to {max}.");
            return defaultValue;
        },
    };
}
