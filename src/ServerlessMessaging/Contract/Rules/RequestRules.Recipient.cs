using System.Net.Mail;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>The recipient: exactly one, and well-formed.</summary>
public static partial class RequestRules
{
    private const int MaxNameLength = 256;

    private static void CheckRecipient(Recipient to, BrokenRules broken)
    {
        if (to.Given.Count != 1)
        {
            broken.Add(
                "/to",
                ErrorCodes.OneRecipient,
                to.Given.Count == 0
                    ? "Name one recipient: email, userId, channelId, conversation, customer or botSession."
                    : $"Keep one of {string.Join(", ", to.Given)}; send one request per recipient.");
        }

        CheckName("email", to.Email, IsEmail, "Give a bare email address, such as name@example.com. It holds no spaces or invisible characters.", broken);
        CheckName("channelId", to.ChannelId, IsUserChannel, $"A channel id is '{Recipient.UserChannelPrefix}' followed by the id of a user.", broken);
        foreach (var (place, name) in new[]
        {
            ("userId", to.UserId),
            ("conversation/id", to.Conversation?.Id),
            ("conversation/channelId", to.Conversation?.ChannelId),
            ("conversation/providerId", to.Conversation?.ProviderId),
            ("customer/id", to.Customer?.Id),
            ("customer/integrationId", to.Customer?.IntegrationId),
            ("botSession/botId", to.BotSession?.BotId),
            ("botSession/botVersion", to.BotSession?.BotVersion),
            ("botSession/botSessionId", to.BotSession?.BotSessionId),
            ("botSession/languageCode", to.BotSession?.LanguageCode),
        })
        {
            CheckName(place, name, IsName, $"At most {MaxNameLength} characters without spaces, slashes, control or invisible characters, and neither '.' nor '..'.", broken);
        }
    }

    private static void CheckName(string place, string? value, Predicate<string> isValid, string remedy, BrokenRules broken)
    {
        if (value is { Length: 0 })
        {
            broken.Required($"/to/{place}");
        }
        else if (value is not null && !isValid(value))
        {
            broken.Add($"/to/{place}", ErrorCodes.RecipientMalformed, remedy);
        }
    }

    private static bool IsUserChannel(string channel) =>
        channel.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) && IsName(channel[Recipient.UserChannelPrefix.Length..]);

    // Names become part of a URL's path; a name must not leave its segment.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && name is not ("." or "..")
        && name.AsSpan().IndexOfAny('/', '\\') < 0
        && !HasInvisible(name);

    private static bool IsEmail(string email) =>
        email.Length <= MaxNameLength && !HasInvisible(email) && MailAddress.TryCreate(email, out var address) && address.Address == email;
}
