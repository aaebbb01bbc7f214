namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Finds the addresses of a host.</summary>
public interface IAddressResolver
{
    /// <summary>The addresses, in the order in which they should be tried.</summary>
    /// <param name="host">A name, or an address as text.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
