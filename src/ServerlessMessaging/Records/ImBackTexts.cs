namespace ServerlessMessaging.Records;

/// <summary>The texts that imBack buttons send as the customer, as hashes: no message text is stored.</summary>
internal static class ImBackTexts
{
    public static string Hash(string text) => DerivedName.Compute(NameKind.ImBack, text.Trim());

    /// <summary>The hashes of a message's texts; null where it has none.</summary>
    public static IReadOnlyList<string>? From(Message message)
    {
        IReadOnlyList<string> hashes = [.. message.AllCards.SelectMany(card => card.Actions).OfType<ImBackAction>().Select(action => Hash(action.Payload)).Distinct()];
        return hashes.Count == 0 ? null : hashes;
    }
}
