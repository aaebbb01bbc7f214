namespace ServerlessMessaging.Storage;

/// <summary>A row or blob holds something else than this version writes. Permanent: another attempt reads the same.</summary>
/// <param name="message">Which one.</param>
/// <param name="innerException">What reading it met.</param>
public sealed class UnreadableRecordException(string message, Exception? innerException = null) : Exception(message, innerException);
