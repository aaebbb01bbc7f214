namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The system cannot start; the message is one line with the remedy.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
