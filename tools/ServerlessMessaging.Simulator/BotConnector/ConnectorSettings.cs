using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.BotConnector;

/// <summary>A Digital Bot Connector as an administrator configures it.</summary>
/// <param name="Url">The base URL; null where no connector is configured.</param>
/// <param name="Headers">The headers of every call, such as a secret.</param>
internal sealed record ConnectorSettings(Uri? Url, IReadOnlyDictionary<string, string> Headers)
{
    public static ConnectorSettings From(SimulatorOptions options) => new(options.ConnectorUrl, options.ConnectorHeaders);

    /// <summary>The address below the base URL.</summary>
    public Uri Address(string path) => Url is null
        ? throw new RefusalException(
            StatusCodes.Status409Conflict,
            "No bot connector is set. Set it with PUT /simulator/settings {\"connectorUrl\":\"http://127.0.0.1:7071/api/botconnector\",\"connectorHeaders\":{\"name\":\"secret\"}}")
        : new($"{Url.AbsoluteUri.TrimEnd('/')}/{path}");
}
