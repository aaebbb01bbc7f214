using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Node;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.BotFlow;

/// <summary>The bot flow of samples/, which takes the events of this machine.</summary>
internal sealed class SampleBotFlow : IAsyncDisposable
{
    private const string Ready = "Bot flow listens on ";

    private readonly ChildProgram _program;

    private SampleBotFlow(ChildProgram program, Uri address)
    {
        (_program, Address) = (program, address);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it on a free port.</summary>
    /// <param name="tell">Gets a line for each event that it takes.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">It did not start.</exception>
    public static async Task<SampleBotFlow> StartAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        Uri? address = null;
        var program = await ChildProgram.StartAsync(
            "The sample bot flow",
            "Install Node 20 or newer, or give --bot-flow <url>.",
            NodeProgram.Create(
                [Path.Combine(RepositoryFolder.Find(), "samples", "bot-flow", "node", "server.mjs")],
                [new("PORT", "0"), new("HOST", "127.0.0.1"), new("BOT_FLOW_SECRET", DevelopmentValues.BotFlowSecret)]),
            line =>
            {
                if (address is null && line.StartsWith(Ready, StringComparison.Ordinal))
                {
                    address = new Uri(line[Ready.Length..]);
                    return true;
                }

                tell($"bot flow  {line}");
                return false;
            },
            cancellationToken);
        return new(program, address!);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
