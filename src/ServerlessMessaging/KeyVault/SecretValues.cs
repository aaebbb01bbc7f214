namespace ServerlessMessaging.KeyVault;

/// <summary>The values of a secret that hold at the moment.</summary>
/// <param name="Values">The values, the current one first.</param>
/// <param name="IsStale">Whether the vault did not answer: it may know newer ones by now.</param>
public sealed record SecretValues(IReadOnlyList<string> Values, bool IsStale = false)
{
    /// <summary>Why there are none.</summary>
    internal string? Fault { get; init; }
}
