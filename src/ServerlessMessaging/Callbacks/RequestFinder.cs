using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Callbacks;

/// <summary>Finds the request behind a webhook, within the webhook's own integration.</summary>
public sealed class RequestFinder(RequestIndex index, ConversationReplies replies, RecentSends recentSends, IOptions<WebhookOptions> webhooks, TimeProvider time)
{
    // A later message of the customer belongs to no request.
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // The clocks of Genesys and the application may differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    // Genesys' times have milliseconds.
    private static readonly TimeSpan TimePrecision = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<RelatedRequest> FindAsync(WebhookMessage webhook, QueuedCallback envelope)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        return webhook.Kind switch
        {
            WebhookKind.Receipt => From(await FindMessageAsync(webhook.Id, webhook, envelope, timeout.Token), isPress: false),
            WebhookKind.Press => await FindPressAsync(webhook, envelope, timeout.Token),
            WebhookKind.Text => await FindTextAsync(webhook, envelope, timeout.Token),
            WebhookKind.Message => await FindOwnAsync(webhook, envelope, timeout.Token),
            _ => await FindFlowAsync(webhook, envelope, timeout.Token),
        };
    }

    private async Task<RelatedRequest> FindPressAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        if (webhook.OriginatingMessageId is { } messageId && await FindMessageAsync(messageId, webhook, envelope, cancellationToken) is { } entry)
        {
            return From(entry, isPress: true);
        }

        var (seen, to) = await FindConversationAsync(webhook, envelope, cancellationToken);
        // The message of another sender belongs to no request; without its id the customer sees the last message.
        return webhook.OriginatingMessageId is null
            ? From(seen, isPress: true) with { To = to, MayArriveLater = false }
            : new(IsPress: true) { To = to, MayArriveLater = true };
    }

    private async Task<RelatedRequest> FindTextAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        var (seen, to) = await FindConversationAsync(webhook, envelope, cancellationToken);
        // An edited text was handled as it was written.
        return seen is not null && webhook is { Text: { } text, ModifiedAt: null } && ReplyMatch.Find(seen, text) is { } match && await TryReplyAsync(seen, webhook, envelope, cancellationToken)
            ? From(seen, isPress: true) with { Match = match }
            : new(IsPress: false) { ReplyTo = seen?.ReplyTo, To = to };
    }

    // Only the latest message is replied to in words, whoever sent it, and only once: any later text may mean something else.
    private async Task<bool> TryReplyAsync(IndexEntry seen, WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        var spokenAt = SpokenAt(webhook, envelope);
        // A text within the clock skew before the message may belong to an earlier one.
        if (seen.SentAt - spokenAt >= TimePrecision)
        {
            return false;
        }

        foreach (var conversation in OtherKeys(webhook))
        {
            if (await replies.HasOtherAsync(conversation, seen, spokenAt, cancellationToken))
            {
                return false;
            }
        }

        return await replies.TryReplyAsync(seen, webhook.EventId, cancellationToken);
    }

    // Genesys posts the application's own messages too, perhaps before their index rows are written.
    private async Task<RelatedRequest> FindOwnAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        if (await FindMessageAsync(webhook.Id, webhook, envelope, cancellationToken) is { } own)
        {
            return From(own, isPress: false) with { Kept = own.ContentHash is { } hash ? new(hash, own.SentAt) : null };
        }

        // At once, because the customer may reply to it within seconds; an own message is excluded by its id when it is known.
        await RememberAsync(webhook, envelope, cancellationToken);
        return new(IsPress: false)
        {
            MayArriveLater = envelope.Attempt == 1
                && webhook is { IntegrationId: { } integration, CustomerId: { } customer }
                && await recentSends.HasAnyAsync(integration, customer, cancellationToken),
        };
    }

    // A message of an agent, a bot or another application: the customer's next text replies to it.
    private async Task RememberAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        var (seen, _) = await FindConversationAsync(webhook, envelope, cancellationToken);
        if (seen is { IsAnsweredInWords: true } && seen.MessageId != webhook.Id && OtherKeys(webhook).FirstOrDefault() is { } conversation)
        {
            await replies.AddOtherAsync(conversation, webhook.Id, SpokenAt(webhook, envelope), cancellationToken);
        }
    }

    // Of what is no message: that the customer types or left, or that a message was deleted.
    private async Task<RelatedRequest> FindFlowAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        if (webhook.Kind == WebhookKind.Deletion && await FindMessageAsync(webhook.Id, webhook, envelope, cancellationToken) is { } entry)
        {
            return From(entry, isPress: false);
        }

        var (seen, to) = webhook.IsInbound ? await FindConversationAsync(webhook, envelope, cancellationToken) : default;
        return new(IsPress: false) { ReplyTo = seen?.ReplyTo, To = to };
    }

    private static RelatedRequest From(IndexEntry? entry, bool isPress) =>
        new(isPress) { Id = entry?.RequestId, ReplyTo = entry?.ReplyTo, To = entry?.To, MayArriveLater = entry is null };

    private async Task<IndexEntry?> FindMessageAsync(string messageId, WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken) =>
        await index.FindMessageAsync(messageId, cancellationToken) is { } entry && IsWithin(entry.To, webhook, envelope) ? entry : null;

    // The message that the customer saw last when speaking, and the recipient of a reply, which needs no time.
    private async Task<(IndexEntry? Seen, Recipient? To)> FindConversationAsync(WebhookMessage webhook, QueuedCallback envelope, CancellationToken cancellationToken)
    {
        var spokenAt = SpokenAt(webhook, envelope);
        string?[] keys =
        [
            webhook.ConversationId is { } conversation ? ConversationKey.OfConversation(conversation) : null,
            webhook is { CustomerId: { } customer, IntegrationId: { } integration } ? ConversationKey.OfCustomer(integration, customer) : null,
            webhook.CustomerId is { } user ? ConversationKey.OfUser(user) : null,
            // A provider's conversation may have the id of its customer.
            webhook.CustomerId is { } id ? ConversationKey.OfConversation(id) : null,
        ];
        foreach (var key in keys.OfType<string>().Distinct())
        {
            // The first with messages is the sender: a customer whose messages are old is not taken for another.
            var newest = (await index.FindConversationAsync(key, cancellationToken)).Where(entry => IsWithin(entry.To, webhook, envelope)).ToList();
            if (newest.Count > 0)
            {
                // A customer cannot respond to a message that was sent later.
                var seen = newest.Find(entry => entry.SentAt - spokenAt <= ClockSkew);
                return (seen is not null && spokenAt - seen.SentAt <= MaxAge ? seen : null, (seen ?? newest[0]).To);
            }
        }

        return (null, null);
    }

    private static DateTimeOffset SpokenAt(WebhookMessage webhook, QueuedCallback envelope) => webhook.Time < envelope.ReceivedAt ? webhook.Time.Value : envelope.ReceivedAt;

    // Both directions of a conversation name its customer; some channels name only the conversation.
    private static IEnumerable<string> OtherKeys(WebhookMessage webhook)
    {
        if (webhook.CustomerId is { } customer)
        {
            yield return ConversationKey.OfCustomer(webhook.IntegrationId ?? string.Empty, customer);
        }

        if (webhook.ConversationId is { } conversation)
        {
            yield return ConversationKey.OfConversation(conversation);
        }
    }

    private bool IsWithin(Recipient to, WebhookMessage webhook, QueuedCallback envelope) => to switch
    {
        { Customer: { } customer } => WebhookOptions.IsSame(customer.IntegrationId, webhook.IntegrationId),
        { Conversation: { } conversation } => webhooks.Value.IsValidFor(conversation.ChannelId, envelope.SecretName),
        _ => webhooks.Value.IsValidFor(integrationId: null, envelope.SecretName),
    };
}
