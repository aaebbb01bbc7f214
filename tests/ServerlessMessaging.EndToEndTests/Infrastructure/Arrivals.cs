namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The messages that arrived, by request; the text of each message is its request's id.</summary>
internal sealed class Arrivals
{
    private readonly Dictionary<string, int> _copies;

    private Arrivals(Dictionary<string, int> copies) => _copies = copies;

    /// <summary>The requests that arrived more than once.</summary>
    public IEnumerable<string> Repeated => _copies.Where(pair => pair.Value > 1).Select(pair => pair.Key);

    /// <summary>All messages that arrived.</summary>
    public int Total => _copies.Values.Sum();

    /// <summary>Reads the simulator's conversations.</summary>
    public static async Task<Arrivals> ReadAsync(SimulatorControl control) => new((await control.MessagesAsync())
        .CountBy(message => message.GetProperty("display")[0].GetString()!).ToDictionary());

    /// <summary>How often a request's message arrived.</summary>
    public int CopiesOf(string id) => _copies.GetValueOrDefault(id);

    /// <summary>A request whose message is its id.</summary>
    public static string Request(string id, string to = """{"email":"recipient@example.com"}""") =>
        $$$"""{"id":"{{{id}}}","to":{{{to}}},"message":{"type":"text","text":"{{{id}}}"}}""";
}
