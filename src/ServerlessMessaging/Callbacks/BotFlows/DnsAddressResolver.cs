namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Asks the machine's resolver.</summary>
internal sealed class DnsAddressResolver : IAddressResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
