using System.Text;
using CsCheck;
using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract.Reading;

/// <summary>Requests of the contract's shape, on every route and of every type.</summary>
internal static class RequestGen
{
    private static readonly Gen<string> Id = Gen.String[Gen.Char["abcXYZ019_:-"], 1, 20];

    private static readonly Gen<string> Name = Gen.String[Gen.Char.AlphaNumeric, 1, 20];

    // Any text but NUL and halves of surrogate pairs, which the reader refuses.
    private static readonly Gen<string> Text = Gen.Frequency<string>(
        (3, Name),
        (1, Gen.Int[1, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()).Array[1, 10].Select(string.Concat)));

    private static readonly Gen<string> Url = Name.Select(path => $"https://example.com/{path}");

    private static readonly Gen<CardAction> Action = Gen.OneOf<CardAction>(
        Gen.Select(Text, Text, (title, payload) => new PostBackAction(title, payload)),
        Gen.Select(Text, Text, (title, payload) => new ImBackAction(title, payload)),
        Gen.Select(Text, Url, (title, url) => new OpenUrlAction(title, url)));

    private static readonly Gen<Card> Card = Gen.Select(
        Text,
        Text.Null(),
        Gen.Select(Url, Text.Null(), (url, altText) => new ImageReference(url, altText)).Null(),
        Action.Array[0, 3],
        (title, subtitle, image, actions) => new Card(title, subtitle, image, actions));

    private static readonly Gen<Message> Message = Gen.OneOf<Message>(
        Text.Select(text => new TextMessage(text)),
        Card,
        Gen.Select(Text, Gen.Select(Text, Text, (text, value) => new QuickReply(text, value)).Array[1, 3], (text, replies) => new QuickReplies(text, replies)),
        Card.Array[1, 3].Select(cards => new Carousel(cards)));

    private static readonly Gen<Recipient> To = Gen.OneOf(
        Name.Select(name => new Recipient(Email: $"{name}@example.com")),
        Id.Select(id => new Recipient(UserId: id)),
        Id.Select(id => new Recipient(ChannelId: Recipient.UserChannelPrefix + id)),
        Gen.Select(Id, Id, Id, (id, channel, provider) => new Recipient(Conversation: new(id, channel, provider))),
        Gen.Select(Id, Id, Gen.Bool, (id, integration, existing) => new Recipient(Customer: new(id, integration, existing))),
        Gen.Select(Id, Id, Id, (id, version, session) => new Recipient(BotSession: new(id, version, session, "en-us"))));

    private static readonly Gen<TimeSpan?> Wait = Gen.Int[60, 100_000].Select(seconds => TimeSpan.FromSeconds(seconds)).Nullable();

    /// <summary>Requests; hardly any of them breaks a rule.</summary>
    public static Gen<SendRequest> Request { get; } = Gen.Select(Id.Select(id => $"r{id}").Null(), To, Message, Name.Null(), Gen.Bool, Wait, Wait).Select(
        (id, to, message, replyTo, notify, wait, validity) =>
        {
            var sendAt = Expect.Now + wait;
            return new SendRequest(id, to, message, replyTo, notify, sendAt, (sendAt ?? Expect.Now) + validity);
        });

    /// <summary>The same as JSON.</summary>
    public static Gen<byte[]> Json { get; } = Request.Select(RequestWriter.Write);
}
