using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending;

/// <summary>Shows what a request would send, without any call.</summary>
public sealed partial class MessagePreview(RequestValidator validator, IReadOnlyDictionary<SendRoute, IMessageRoute> routes, TimeProvider time, ILogger<MessagePreview> logger)
{
    // A lookup would be a call to Genesys; a preview makes none.
    private const string UserIdPlaceholder = "{userId}";
    private const string ChannelOfEmail = Recipient.UserChannelPrefix + UserIdPlaceholder;

    /// <summary>Renders a request.</summary>
    /// <param name="body">The request as UTF-8 JSON.</param>
    /// <returns>The preview, broken rules included; or the problem of a malformed body.</returns>
    public (PreviewResponse? Response, Problem? Problem) Show(ReadOnlyMemory<byte> body)
    {
        if (RequestReader.Read(body, out var request) is { } malformed)
        {
            Log.Malformed(logger, malformed.Code.Code);
            return (null, malformed);
        }

        var errors = validator.BrokenRules(request!, time.GetUtcNow());
        SendRoute? route = request!.To.Given.Count == 1 ? request.To.Route : null;
        Log.Previewed(logger, route, errors.Count);
        if (errors.Count > 0)
        {
            return (new(route, null, [], errors), null);
        }

        var renderer = routes[request.To.Route];
        var channelId = request.To.ChannelId ?? (request.To.UserId is { } userId ? Recipient.UserChannelPrefix + userId : ChannelOfEmail);
        var rendered = renderer.Render(request.Message, request.To, channelId);
        using var wire = JsonDocument.Parse(rendered.Body);
        return (
            new(route, new PreviewedPost("POST", rendered.Path.Replace(Uri.EscapeDataString(UserIdPlaceholder), UserIdPlaceholder, StringComparison.Ordinal), wire.RootElement.Clone()), rendered.Degradations, []),
            null);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.PreviewMalformed, LogLevel.Information, "Preview refused: the request is malformed ({Code})")]
        public static partial void Malformed(ILogger logger, string code);

        [LoggerMessage(EventIds.MessagePreviewed, LogLevel.Information, "Preview rendered for route {Route}: {Errors} broken rules")]
        public static partial void Previewed(ILogger logger, SendRoute? route, int errors);
    }
}
