using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>A visible part of a message.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PhoneText), "text")]
[JsonDerivedType(typeof(PhoneReplies), "replies")]
[JsonDerivedType(typeof(PhoneCard), "card")]
[JsonDerivedType(typeof(PhoneCarousel), "carousel")]
internal abstract record PhoneItem
{
    public abstract IEnumerable<string> Lines();

    /// <summary>All buttons and links in the order of display.</summary>
    public virtual IEnumerable<PhoneAction> AllActions() => [];
}

internal sealed record PhoneText(string Text) : PhoneItem
{
    public override IEnumerable<string> Lines() => [Text];
}

/// <summary>A text with replies to choose from.</summary>
internal sealed record PhoneReplies(string Text, IReadOnlyList<PhoneAction> Actions) : PhoneItem
{
    public override IEnumerable<string> Lines() => [Text, .. Actions.Select(action => action.Line())];

    public override IEnumerable<PhoneAction> AllActions() => Actions;
}
