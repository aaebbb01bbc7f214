using System.Net.Mail;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>Exactly one recipient, and one that can exist.</summary>
internal static class RecipientRules
{
    private const int MaximumLength = 256;

    public static void Check(Recipient to, BrokenRules broken)
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

        if (to.Email is { Length: 0 })
        {
            broken.Required("/to/email");
        }
        else if (to.Email is { } email && !IsEmail(email))
        {
            broken.Add("/to/email", ErrorCodes.RecipientMalformed, "Give a bare email address, such as name@example.com.");
        }

        if (to.ChannelId is { Length: 0 })
        {
            broken.Required("/to/channelId");
        }
        else if (to.ChannelId is { } channel && !(channel.StartsWith(Recipient.UserChannelPrefix, StringComparison.Ordinal) && IsName(channel[Recipient.UserChannelPrefix.Length..])))
        {
            broken.Add("/to/channelId", ErrorCodes.RecipientMalformed, $"A channel id is '{Recipient.UserChannelPrefix}' followed by the id of a user.");
        }

        Name("/to/userId", to.UserId, broken);
        Name("/to/conversation/id", to.Conversation?.Id, broken);
        Name("/to/conversation/channelId", to.Conversation?.ChannelId, broken);
        Name("/to/conversation/providerId", to.Conversation?.ProviderId, broken);
        Name("/to/customer/id", to.Customer?.Id, broken);
        Name("/to/customer/integrationId", to.Customer?.IntegrationId, broken);
        Name("/to/botSession/botId", to.BotSession?.BotId, broken);
        Name("/to/botSession/botVersion", to.BotSession?.BotVersion, broken);
        Name("/to/botSession/botSessionId", to.BotSession?.BotSessionId, broken);
        Name("/to/botSession/languageCode", to.BotSession?.LanguageCode, broken);
    }

    private static void Name(string pointer, string? name, BrokenRules broken)
    {
        if (name is { Length: 0 })
        {
            broken.Required(pointer);
        }
        else if (name is not null && !IsName(name))
        {
            broken.Add(pointer, ErrorCodes.RecipientMalformed, $"At most {MaximumLength} characters without spaces, slashes or control characters, and neither '.' nor '..'.");
        }
    }

    // Names become part of a URL's path; what could leave its segment is no name.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumLength
        && name is not ("." or "..")
        && !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '/' or '\\');

    private static bool IsEmail(string email) =>
        email.Length <= MaximumLength && MailAddress.TryCreate(email, out var address) && address.Address == email;
}
