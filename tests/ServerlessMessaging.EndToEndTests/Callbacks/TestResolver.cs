using System.Collections.Concurrent;
using System.Net;
using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Resolves names to the addresses of a test, and unknown names to loopback.</summary>
internal sealed class TestResolver : IAddressResolver
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string[][]> _addresses = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How often a name was resolved.</summary>
    public int CountOf(string host) => _counts.GetValueOrDefault(host);

    /// <summary>Sets the addresses of a name, one list for each resolution; the last is repeated.</summary>
    public void SetAddresses(string host, params string[][] addresses) => _addresses[host] = addresses;

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var index = _counts.AddOrUpdate(host, 1, (_, count) => count + 1) - 1;
        var addresses = _addresses.TryGetValue(host, out var turns) ? turns[Math.Min(index, turns.Length - 1)] : [host.Any(char.IsLetter) && !host.Contains(':', StringComparison.Ordinal) ? "127.0.0.1" : host];
        return Task.FromResult<IReadOnlyList<IPAddress>>([.. addresses.Select(IPAddress.Parse)]);
    }
}
