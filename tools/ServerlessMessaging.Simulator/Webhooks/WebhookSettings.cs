using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Webhooks;

internal sealed record WebhookSettings(
    Uri? Url, string Secret, TimeSpan RetryDelay, TimeSpan Timeout, int Duplicates, bool Reorder, ReceiptMode Receipts, bool Facade, OwnMessages OwnMessages)
{
    /// <summary>The platform requires more than 15 characters.</summary>
    public const int MinSecretLength = 16;

    public const int MaxDuplicates = 100;

    public static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether the response to a send waits for the webhook of its message.</summary>
    public bool OwnMessagesFirst { get; init; }

    public static WebhookSettings From(SimulatorOptions options) => new(
        options.WebhookUrl,
        options.WebhookSecret,
        options.WebhookRetryDelay,
        options.WebhookTimeout,
        options.WebhookDuplicates,
        options.WebhookReorder,
        options.Receipts,
        options.Facade,
        options.OwnMessages);

    public static bool IsUsable(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0;

    public void RequireUrl()
    {
        if (Url is null)
        {
            throw new RefusalException(
                StatusCodes.Status409Conflict,
                "No webhook URL is set. Set it with PUT /simulator/settings {\"webhookUrl\":\"http://127.0.0.1:7071/api/webhooks/genesys\"}");
        }
    }
}
