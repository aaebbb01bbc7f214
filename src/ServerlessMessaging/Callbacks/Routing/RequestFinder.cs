using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Routing;

/// <summary>Finds the request behind a webhook.</summary>
internal sealed class RequestFinder(MessageIndex index, TimeProvider time)
{
    // Later than that, what a customer says answers nothing any more.
    private static readonly TimeSpan Answerable = TimeSpan.FromHours(24);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Finds it.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<RelatedRequest> FindAsync(WebhookMessage webhook, DateTimeOffset receivedAt)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        return webhook.Kind switch
        {
            WebhookKind.Receipt => await FindMessageAsync(webhook.Id, timeout.Token),
            WebhookKind.Press => await FindPressAsync(webhook, receivedAt, timeout.Token),
            WebhookKind.Text => await FindTextAsync(webhook, receivedAt, timeout.Token),
            _ => new(null, null, IsPress: false),
        };
    }

    private async Task<RelatedRequest> FindMessageAsync(string messageId, CancellationToken cancellationToken)
    {
        var entry = await index.FindMessageAsync(messageId, cancellationToken);
        return new(entry, null, IsPress: false, MayComeLater: entry is null);
    }

    private async Task<RelatedRequest> FindPressAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (webhook.OriginatingMessageId is not { } messageId)
        {
            // The customer has one message before his eyes: the last.
            var last = await FindConversationAsync(webhook, receivedAt, cancellationToken);
            return new(last, last, IsPress: true);
        }

        if (await index.FindMessageAsync(messageId, cancellationToken) is { } entry)
        {
            return new(entry, entry, IsPress: true);
        }

        // A message of somebody else in the same conversation: it answers none of our requests.
        return new(null, await FindConversationAsync(webhook, receivedAt, cancellationToken), IsPress: true, MayComeLater: true);
    }

    private async Task<RelatedRequest> FindTextAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var last = await FindConversationAsync(webhook, receivedAt, cancellationToken);
        var isPress = last?.ImBacks is { } texts && webhook.Text is { } text && texts.Contains(ImBackTexts.Hash(text));
        return new(isPress ? last : null, last, isPress);
    }

    private async Task<IndexEntry?> FindConversationAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { webhook.ConversationId, webhook.CustomerId }.OfType<string>())
        {
            if (await index.FindConversationAsync(ConversationKey.Of(name), cancellationToken) is { } entry && (webhook.Time ?? receivedAt) - entry.SentAt <= Answerable)
            {
                return entry;
            }
        }

        return null;
    }
}
