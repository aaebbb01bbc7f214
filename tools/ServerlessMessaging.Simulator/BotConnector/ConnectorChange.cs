using System.Buffers;
using System.Text.Json;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.BotConnector;

/// <summary>Reads the settings of the bot connector from the control API; absent members stay unchanged.</summary>
internal static class ConnectorChange
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static Func<ConnectorSettings, ConnectorSettings> Read(MemberReader body)
    {
        var url = body.OptionalElement("connectorUrl", "a URL or null", JsonValueKind.String, JsonValueKind.Null);
        var parsedUrl = url?.GetString() is { } text ? ReadUrl(body, text) : null;
        var headers = body.OptionalElement("connectorHeaders", "an object", JsonValueKind.Object) is { } found ? ReadHeaders(body, found) : null;
        return current => new(url is null ? current.Url : parsedUrl, headers ?? current.Headers);
    }

    private static Uri ReadUrl(MemberReader body, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && WebhookSettings.IsUsable(url) && url.Query.Length == 0
            ? url
            : throw body.Refuse("'connectorUrl' must be an absolute http or https URL without a user or a query, or null", "connectorUrl");

    private static Dictionary<string, string> ReadHeaders(MemberReader body, JsonElement headers)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers.EnumerateObject())
        {
            var isValid = header.Name.Length > 0
                && !header.Name.AsSpan().ContainsAnyExcept(NameCharacters)
                && header.Value.ValueKind == JsonValueKind.String
                && !header.Value.GetString().AsSpan().ContainsAnyExcept(HeaderText.Characters);
            read[header.Name] = isValid
                ? header.Value.GetString()!
                : throw body.Refuse("'connectorHeaders' must hold names and printable ASCII texts", "connectorHeaders");
        }

        return read;
    }
}
