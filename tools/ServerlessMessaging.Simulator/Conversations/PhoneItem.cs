using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>One thing on the phone's screen.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PhoneText), "text")]
[JsonDerivedType(typeof(PhoneReplies), "replies")]
[JsonDerivedType(typeof(PhoneCard), "card")]
[JsonDerivedType(typeof(PhoneCarousel), "carousel")]
internal abstract record PhoneItem
{
    public abstract IEnumerable<string> Lines();

    /// <summary>Everything that can be pressed, in the order in which it is seen.</summary>
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
