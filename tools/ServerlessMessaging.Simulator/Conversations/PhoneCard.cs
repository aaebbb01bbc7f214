namespace ServerlessMessaging.Simulator.Conversations;

internal sealed record PhoneCard(string Title, string? Subtitle, PhoneImage? Image, IReadOnlyList<PhoneAction> Actions) : PhoneItem
{
    public override IEnumerable<string> Lines()
    {
        yield return Title;
        if (Subtitle is not null)
        {
            yield return Subtitle;
        }

        if (Image is not null)
        {
            yield return $"(image: {Image.AltText ?? Image.Url})";
        }

        foreach (var action in Actions)
        {
            yield return action.Line();
        }
    }

    public override IEnumerable<PhoneAction> AllActions() => Actions;
}

internal sealed record PhoneImage(string Url, string? AltText = null);

/// <summary>Cards side by side.</summary>
internal sealed record PhoneCarousel(IReadOnlyList<PhoneCard> Cards) : PhoneItem
{
    public override IEnumerable<string> Lines() => Cards.SelectMany(card => card.Lines());

    public override IEnumerable<PhoneAction> AllActions() => Cards.SelectMany(card => card.Actions);
}
