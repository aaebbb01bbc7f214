using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Reads the settings of webhooks from the control API; absent members stay unchanged.</summary>
internal static class WebhookChange
{
    public static Func<WebhookSettings, WebhookSettings> Read(MemberReader body)
    {
        var url = body.OptionalElement("webhookUrl", "a URL or null", JsonValueKind.String, JsonValueKind.Null);
        var parsedUrl = url?.GetString() is { } text ? ReadUrl(body, text) : null;
        var secret = ReadSecret(body);
        var retryDelay = body.OptionalNumber("webhookRetryDelay", 0, WebhookSettings.MaxTimeout.TotalSeconds);
        var timeout = body.OptionalNumber(
            "webhookTimeout", WebhookSettings.MinTimeout.TotalSeconds, WebhookSettings.MaxTimeout.TotalSeconds);
        var duplicates = body.OptionalInteger("webhookDuplicates", 0, WebhookSettings.MaxDuplicates);
        var reorder = body.OptionalFlag("webhookReorder");
        var receipts = ReadReceipts(body);

        return current => new(
            url is null ? current.Url : parsedUrl,
            secret ?? current.Secret,
            retryDelay is { } delay ? TimeSpan.FromSeconds(delay) : current.RetryDelay,
            timeout is { } limit ? TimeSpan.FromSeconds(limit) : current.Timeout,
            duplicates ?? current.Duplicates,
            reorder ?? current.Reorder,
            receipts ?? current.Receipts);
    }

    public static string NameOf(ReceiptMode receipts) => receipts switch
    {
        ReceiptMode.Delivered => "delivered",
        ReceiptMode.Failed => "failed",
        _ => "none",
    };

    private static Uri ReadUrl(MemberReader body, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && WebhookSettings.IsUsable(url)
            ? url
            : throw body.Refuse("'webhookUrl' must be an absolute http or https URL without a user, or null", "webhookUrl");

    private static string? ReadSecret(MemberReader body) =>
        body.OptionalText("webhookSecret") is not { } secret ? null
        : secret.Length >= WebhookSettings.MinSecretLength ? secret
        : throw body.Refuse($"'webhookSecret' must have at least {WebhookSettings.MinSecretLength} characters", "webhookSecret");

    private static ReceiptMode? ReadReceipts(MemberReader body) => body.OptionalText("receipts") switch
    {
        null => null,
        "none" => ReceiptMode.None,
        "delivered" => ReceiptMode.Delivered,
        "failed" => ReceiptMode.Failed,
        _ => throw body.Refuse("'receipts' must be \"none\", \"delivered\" or \"failed\"", "receipts"),
    };
}
