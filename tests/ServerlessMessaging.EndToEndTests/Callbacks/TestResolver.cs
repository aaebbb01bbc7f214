using System.Collections.Concurrent;
using System.Net;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Resolves names as a test says, and whatever it does not know to this machine.</summary>
internal sealed class TestResolver : IAddressResolver
{
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string[][]> _responses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a name was asked for.</summary>
    public int Asked(string host) => _asked.GetValueOrDefault(host);

    /// <summary>Says what a name resolves to, each time in turn and then as the last time.</summary>
    public void Answer(string host, params string[][] addresses) => _responses[host] = addresses;

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var turn = _asked.AddOrUpdate(host, 1, (_, count) => count + 1) - 1;
        var addresses = _responses.TryGetValue(host, out var responses) ? responses[Math.Min(turn, responses.Length - 1)] : [host.Any(char.IsLetter) && !host.Contains(':', StringComparison.Ordinal) ? "127.0.0.1" : host];
        return Task.FromResult<IReadOnlyList<IPAddress>>([.. addresses.Select(IPAddress.Parse)]);
    }
}
