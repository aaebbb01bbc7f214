using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Sending;

/// <summary>Finds the channel of a recipient.</summary>
internal sealed class RecipientResolver(UserDirectory users)
{
    /// <summary>The channel, or null if nobody has the recipient's email address.</summary>
    /// <exception cref="GenesysException">Genesys did not tell.</exception>
    /// <exception cref="Secrets.SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<string?> FindChannelAsync(Recipient to, Deadline deadline)
    {
        if (to.ChannelId is { } channelId)
        {
            return channelId;
        }

        var userId = to.UserId ?? await users.FindAsync(to.Email!, deadline);
        return userId is null ? null : Recipient.UserChannelPrefix + userId;
    }
}
