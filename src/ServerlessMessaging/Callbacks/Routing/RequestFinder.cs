using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Routing;

/// <summary>Finds the request behind a webhook.</summary>
public sealed class RequestFinder(RequestIndex index, TimeProvider time)
{
    // Later than that, what a customer says answers nothing any more.
    private static readonly TimeSpan Answerable = TimeSpan.FromHours(24);

    // Genesys' clock and ours need not agree.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Finds it.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<RelatedRequest> FindAsync(WebhookMessage webhook, DateTimeOffset receivedAt)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        return webhook.Kind switch
        {
            WebhookKind.Receipt => Certain(await index.FindMessageAsync(webhook.Id, timeout.Token), isPress: false),
            WebhookKind.Press => await FindPressAsync(webhook, receivedAt, timeout.Token),
            WebhookKind.Text => await FindTextAsync(webhook, receivedAt, timeout.Token),
            _ => new(IsPress: false),
        };
    }

    private async Task<RelatedRequest> FindPressAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (webhook.OriginatingMessageId is { } messageId)
        {
            // Where it is a message of somebody else, it answers none of our requests.
            return await index.FindMessageAsync(messageId, cancellationToken) is { } entry
                ? Certain(entry, isPress: true)
                : new(IsPress: true) { To = (await FindConversationAsync(webhook, receivedAt, cancellationToken))?.To, MayComeLater = true };
        }

        // The customer has one message before his eyes: the last.
        return Certain(await FindConversationAsync(webhook, receivedAt, cancellationToken), isPress: true) with { MayComeLater = false };
    }

    private async Task<RelatedRequest> FindTextAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var last = await FindConversationAsync(webhook, receivedAt, cancellationToken);
        return last?.ImBacks is { } texts && webhook.Text is { } text && texts.Contains(ImBackTexts.Hash(text))
            ? Certain(last, isPress: true)
            : new(IsPress: false) { ReplyTo = last?.ReplyTo, To = last?.To };
    }

    private static RelatedRequest Certain(IndexEntry? entry, bool isPress) =>
        new(isPress) { Id = entry?.RequestId, ReplyTo = entry?.ReplyTo, To = entry?.To, MayComeLater = entry is null };

    private async Task<IndexEntry?> FindConversationAsync(WebhookMessage webhook, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var at = webhook.Time ?? receivedAt;
        foreach (var key in Keys(webhook))
        {
            // What was sent after the customer spoke is not what he answers.
            var newest = await index.FindConversationAsync(key, cancellationToken);
            if (newest.FirstOrDefault(entry => entry.SentAt - at <= ClockSkew) is { } entry && at - entry.SentAt <= Answerable)
            {
                return entry;
            }
        }

        return null;
    }

    private static IEnumerable<string> Keys(WebhookMessage webhook)
    {
        if (webhook.ConversationId is { } conversation)
        {
            yield return ConversationKey.From(conversation);
        }

        if (webhook.CustomerId is { } customer)
        {
            if (webhook.IntegrationId is { } integration)
            {
                yield return ConversationKey.From(customer, integration);
            }

            yield return ConversationKey.From(customer);
        }
    }
}
