namespace ServerlessMessaging.FunctionsHost;

/// <summary>The function app cannot run because of its files, its settings or its worker. The message names the remedy.</summary>
public sealed class FunctionAppHostException(string message, Exception? innerException = null) : Exception(message, innerException);
