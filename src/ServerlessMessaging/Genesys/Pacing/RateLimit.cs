namespace ServerlessMessaging.Genesys.Pacing;

/// <summary>Where a client stands, as Genesys told with an answer.</summary>
/// <param name="Allowed">How many calls a window has.</param>
/// <param name="Count">How many of them were made.</param>
/// <param name="Reset">How long the window still lasts, rounded up to whole seconds.</param>
public sealed record RateLimit(int Allowed, int Count, TimeSpan Reset);
