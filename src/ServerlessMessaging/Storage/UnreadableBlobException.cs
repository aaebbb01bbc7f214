namespace ServerlessMessaging.Storage;

/// <summary>A blob holds something else than this version writes.</summary>
/// <param name="message">Which blob, and why.</param>
/// <param name="innerException">What reading it met.</param>
internal sealed class UnreadableBlobException(string message, Exception? innerException = null) : Exception(message, innerException);
