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
        var receipts = ReadName<ReceiptMode>(body, "receipts");
        var facade = body.OptionalFlag("facade");
        var ownMessages = ReadName<OwnMessages>(body, "ownMessages");
        var ownMessagesFirst = body.OptionalFlag("ownMessagesFirst");

        return current => new(
            url is null ? current.Url : parsedUrl,
            secret ?? current.Secret,
            retryDelay is { } delay ? TimeSpan.FromSeconds(delay) : current.RetryDelay,
            timeout is { } limit ? TimeSpan.FromSeconds(limit) : current.Timeout,
            duplicates ?? current.Duplicates,
            reorder ?? current.Reorder,
            receipts ?? current.Receipts,
            facade ?? current.Facade,
            ownMessages ?? current.OwnMessages)
        {
            OwnMessagesFirst = ownMessagesFirst ?? current.OwnMessagesFirst,
        };
    }

    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static Uri ReadUrl(MemberReader body, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && WebhookSettings.IsUsable(url)
            ? url
            : throw body.Refuse("'webhookUrl' must be an absolute http or https URL without a user, or null", "webhookUrl");

    private static string? ReadSecret(MemberReader body) =>
        body.OptionalText("webhookSecret") is not { } secret ? null
        : secret.Length >= WebhookSettings.MinSecretLength ? secret
        : throw body.Refuse($"'webhookSecret' must have at least {WebhookSettings.MinSecretLength} characters", "webhookSecret");

    private static T? ReadName<T>(MemberReader body, string name)
        where T : struct, Enum
    {
        if (body.OptionalText(name) is not { } text)
        {
            return null;
        }

        var values = Enum.GetValues<T>();
        var index = Array.FindIndex(values, value => NameOf(value) == text);
        return index >= 0 ? values[index] : throw body.Refuse($"'{name}' must be one of: {string.Join(", ", values.Select(NameOf))}", name);
    }
}
