namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>Why the system cannot start, in one line with the remedy.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
