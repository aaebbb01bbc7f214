using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Callbacks;

/// <summary>Finds the request behind a webhook.</summary>
public sealed class RequestFinder(RequestIndex index, TimeProvider time)
{
    // A later message of the customer belongs to no request.
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);

    // The clocks of Genesys and the application may differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<RelatedRequest> FindAsync(WebhookMessage webhook, DateTimeOffset receivedAt)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        return webhook.Kind switch
        {
            WebhookKind.Receipt => From(await index.FindMessageAsync(webhook.Id, timeout.Token), isPress: false),
            WebhookKind.Press => await FindPressAsync(webhook, receivedAt, timeout.Token),
            WebhookKind.Text => await FindTextAsync(webhook, receivedAt, timeout.Token),
            _ => new(IsPress: false),
        };
    }

    private async Task<RelatedRequest> FindPressAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (webhook.OriginatingMessageId is not { } messageId)
        {
            // The customer sees the last message.
            return From(await FindConversationAsync(webhook, receivedAt, cancellationToken), isPress: true) with { MayArriveLater = false };
        }

        // The message of another sender belongs to no request.
        return await index.FindMessageAsync(messageId, cancellationToken) is { } entry
            ? From(entry, isPress: true)
            : new(IsPress: true) { To = (await FindConversationAsync(webhook, receivedAt, cancellationToken))?.To, MayArriveLater = true };
    }

    private async Task<RelatedRequest> FindTextAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var last = await FindConversationAsync(webhook, receivedAt, cancellationToken);
        return last?.ImBacks is { } texts && webhook.Text is { } text && texts.Contains(ImBackTexts.Hash(text))
            ? From(last, isPress: true)
            : new(IsPress: false) { ReplyTo = last?.ReplyTo, To = last?.To };
    }

    private static RelatedRequest From(IndexEntry? entry, bool isPress) =>
        new(isPress) { Id = entry?.RequestId, ReplyTo = entry?.ReplyTo, To = entry?.To, MayArriveLater = entry is null };

    private async Task<IndexEntry?> FindConversationAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var at = webhook.Time ?? receivedAt;
        string?[] keys =
        [
            webhook.ConversationId is { } conversation ? ConversationKey.From(conversation) : null,
            webhook is { CustomerId: { } customer, IntegrationId: { } integration } ? ConversationKey.From(customer, integration) : null,
            webhook.CustomerId is { } id ? ConversationKey.From(id) : null,
        ];
        foreach (var key in keys.OfType<string>())
        {
            // A customer cannot respond to a message that was sent later.
            var newest = await index.FindConversationAsync(key, cancellationToken);
            if (newest.FirstOrDefault(entry => entry.SentAt - at <= ClockSkew) is { } entry && at - entry.SentAt <= MaxAge)
            {
                return entry;
            }
        }

        return null;
    }
}
