using System.Net.Http.Headers;
using ServerlessMessaging.Genesys.Pacing;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>One call, described so that it can be made more than once.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">The absolute address.</param>
/// <param name="Repeatable">Whether a repeat does no harm even if the first call was processed.</param>
public sealed record GenesysCall(HttpMethod Method, Uri Address, bool Repeatable)
{
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>What spreads the calls of the client that makes it; null where no limit is known.</summary>
    public Pacer? Pacer { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";
}
