namespace ServerlessMessaging.Simulator.Control;

/// <summary>What a program needs to reach the vault.</summary>
internal sealed record VaultAccess(Uri Address, string Thumbprint, string Token);
