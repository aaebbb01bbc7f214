namespace ServerlessMessaging.Storage;

/// <summary>Others changed a row each time it was read and written. Transient: a later attempt may succeed.</summary>
/// <param name="message">Which row.</param>
public sealed class ContentionException(string message) : Exception(message);
