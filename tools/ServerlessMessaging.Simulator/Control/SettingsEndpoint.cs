using ServerlessMessaging.Simulator.BotConnector;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>PUT /simulator/settings: changes the settings in the body and returns all of them.</summary>
internal sealed class SettingsEndpoint(SimulatorSettings settings, WebhookDispatch webhooks)
{
    private const int Day = 86_400;

    private const double MinWindow = 0.001;

    public Task HandleAsync(HttpContext context)
    {
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var ignoreEmailParameter = body.OptionalFlag("ignoreEmailParameter");
        var rateLimitAllowed = body.OptionalInteger("rateLimitAllowed", 1, int.MaxValue);
        var rateLimitWindow = body.OptionalNumber("rateLimitWindow", MinWindow, Day);
        var changeWebhooks = WebhookChange.Read(body);
        var changeConnector = ConnectorChange.Read(body);
        body.RefuseUnknown();

        settings.Change(
            ignoreEmailParameter,
            rateLimitAllowed,
            rateLimitWindow is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            changeWebhooks,
            changeConnector);
        if (!settings.Webhooks.Reorder)
        {
            webhooks.ReleaseHeld();
        }

        return JsonResponse.WriteAsync(context, ToResponse(settings.Webhooks));
    }

    /// <summary>Without the webhook secret and the values of the connector's headers.</summary>
    private object ToResponse(WebhookSettings current) => new
    {
        settings.IgnoreEmailParameter,
        settings.RateLimitAllowed,
        RateLimitWindow = settings.RateLimitWindow.TotalSeconds,
        WebhookUrl = current.Url,
        WebhookRetryDelay = current.RetryDelay.TotalSeconds,
        WebhookTimeout = current.Timeout.TotalSeconds,
        WebhookDuplicates = current.Duplicates,
        WebhookReorder = current.Reorder,
        Receipts = WebhookChange.NameOf(current.Receipts),
        current.Facade,
        OwnMessages = WebhookChange.NameOf(current.OwnMessages),
        current.OwnMessagesFirst,
        ConnectorUrl = settings.Connector.Url,
        ConnectorHeaders = settings.Connector.Headers.Keys,
    };
}
