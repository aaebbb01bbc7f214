namespace ServerlessMessaging.FunctionsHost;

/// <summary>The function app cannot be run: its files, its settings or its worker are at fault. The message says what to change.</summary>
public sealed class FunctionAppHostException(string message, Exception? innerException = null) : Exception(message, innerException);
