using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Node;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.BotFlow;

/// <summary>The bot flow of samples/, which receives the events of this machine.</summary>
internal sealed class SampleBotFlow : IAsyncDisposable
{
    private const string Ready = "Bot flow listens on ";

    private readonly ChildProgram _program;

    private SampleBotFlow(ChildProgram program, Uri address)
    {
        (_program, Address) = (program, address);
    }

    public Uri Address { get; }

    /// <summary>Starts it on a free port.</summary>
    /// <param name="progress">Gets a line for each received event.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">The bot flow did not start.</exception>
    public static async Task<SampleBotFlow> StartAsync(Action<string> progress, CancellationToken cancellationToken)
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

                progress($"bot flow  {line}");
                return false;
            },
            cancellationToken);
        return new(program, address!);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
