namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>A bot flow's name leads to addresses only that may not be reached.</summary>
public sealed class AddressRefusedException() : IOException("No address of the host may be reached.");
