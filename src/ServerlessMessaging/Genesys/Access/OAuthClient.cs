using ServerlessMessaging.Genesys.Pacing;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>A configured OAuth client.</summary>
/// <param name="Setting">Where it is configured, for those who must mend it.</param>
/// <param name="ClientId">Its id.</param>
/// <param name="SecretName">The name of its secret in Key Vault.</param>
/// <param name="Pacer">What spreads its calls.</param>
public sealed record OAuthClient(string Setting, string ClientId, string SecretName, Pacer Pacer);
