namespace ServerlessMessaging.Records;

/// <summary>What the customer's text equals: the text of an imBack, or the label or number of an option.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MatchedBy>))]
public enum MatchedBy
{
    Text,
    Label,
    Number,
}

/// <summary>The option that a text of the customer names. Label and Payload are null for the text of an imBack, which is both.</summary>
public sealed record ReplyMatch(MatchedBy By, string? Label = null, string? Payload = null)
{
    /// <summary>The option that a text names; null where it names none, or could name several.</summary>
    public static ReplyMatch? Find(IndexEntry entry, string text)
    {
        var options = entry.Options ?? [];
        var wanted = Normalize(text);
        // A customer who writes the number of one option may mean another's label, so such numbers mean nothing.
        var numbersInLabels = options.Where(option => options.Any(other => other != option && Is(option.Label, NumberOf(other)))).Select(option => Normalize(option.Label)).ToList();
        var byLabel = options.Where(option => wanted.Length > 0 && Is(option.Label, wanted) && !numbersInLabels.Contains(wanted)).ToList();
        var byNumber = options.Where(option => numbersInLabels.Count == 0 && NumberOf(option) == wanted);
        IReadOnlyList<ReplyOption> named = [.. byLabel.Concat(byNumber).DistinctBy(option => option.Payload)];
        if (entry.ImBacks?.Contains(ImBackTexts.Hash(text)) == true)
        {
            return named.All(option => option.Payload.Trim() == text.Trim()) && !numbersInLabels.Contains(wanted) ? new(MatchedBy.Text) : null;
        }

        return named is [var only] ? new(byLabel.Count > 0 ? MatchedBy.Label : MatchedBy.Number, only.Label, only.Payload) : null;
    }

    private static string? NumberOf(ReplyOption option) => option.Number?.ToString(CultureInfo.InvariantCulture);

    private static bool Is(string label, string? text) => text is not null && string.Equals(Normalize(label), text, StringComparison.OrdinalIgnoreCase);

    // Without surrounding white space and final punctuation.
    private static string Normalize(string text)
    {
        var end = text.Length;
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || char.IsPunctuation(text[end - 1])))
        {
            end--;
        }

        return text[..end].TrimStart();
    }
}
