namespace ServerlessMessaging.Genesys;

/// <summary>A call to Genesys did not succeed.</summary>
/// <param name="failure">Why.</param>
public sealed class GenesysException(GenesysFailure failure) : Exception(failure.Detail)
{
    /// <summary>Why.</summary>
    public GenesysFailure Failure { get; } = failure;
}
