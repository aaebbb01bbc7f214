using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Users;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Finds the channel of a recipient.</summary>
public sealed class RecipientResolver(UserDirectory users)
{
    /// <summary>The recipient by channel or conversation, or null if nobody has the recipient's email address.</summary>
    /// <exception cref="GenesysException">Genesys did not tell.</exception>
    /// <exception cref="KeyVault.SecretUnavailableException">The client's secret cannot be read.</exception>
    public async Task<Recipient?> ResolveAsync(Recipient to, Deadline deadline)
    {
        if (to.ChannelId is not null || to.Route != SendRoute.OpenMessaging)
        {
            return to;
        }

        var userId = to.UserId ?? await users.FindAsync(to.Email!, deadline);
        return userId is null ? null : new Recipient(ChannelId: Recipient.UserChannelPrefix + userId);
    }
}
