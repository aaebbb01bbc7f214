namespace ServerlessMessaging.DeadLetters;

/// <summary>A dead letter with the name of its blob.</summary>
internal sealed record StoredDeadLetter(string Name, DeadLetter Letter);
