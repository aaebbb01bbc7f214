using System.Text;
using System.Text.Json;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>/simulator/webhooks: lists the webhooks, sends one with any body, sends one again.</summary>
internal sealed class WebhooksEndpoints(WebhookDispatch webhooks, SimulatorSettings settings)
{
    public Task ListAsync(HttpContext context) =>
        JsonResponse.WriteAsync(context, new { Items = webhooks.Read(LatestQuery.Read(context.Request.Query)).Select(ToResponse) });

    /// <summary>Sends any body once, valid or not.</summary>
    public Task SendAsync(HttpContext context)
    {
        var reader = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var body = reader.RequiredElement("body", "a string", JsonValueKind.String).GetString()!;
        var signature = reader.OptionalElement("signature", "a string or null", JsonValueKind.String, JsonValueKind.Null);
        var secret = reader.OptionalText("secret");
        reader.RefuseUnknown();
        if (signature is not null && secret is not null)
        {
            throw reader.Refuse("'secret' has no use beside 'signature'", "secret");
        }

        if (signature?.GetString() is { } text && text.AsSpan().ContainsAnyExcept(HeaderText.Characters))
        {
            throw reader.Refuse("'signature' must hold printable ASCII characters only", "signature");
        }

        var value = signature is { } explicitSignature
            ? explicitSignature.GetString()
            : WebhookSignature.Compute(Encoding.UTF8.GetBytes(body), secret ?? settings.Webhooks.Secret);
        return AcceptAsync(context, new Webhook(Guid.NewGuid(), "Raw", body, value) { MaxAttempts = 1 });
    }

    public Task ResendAsync(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["id"]!;
        var webhook = webhooks.Read().FirstOrDefault(one => one.Id.ToString().Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw new RefusalException(StatusCodes.Status404NotFound, $"There is no webhook '{id}': GET /simulator/webhooks lists them");
        return AcceptAsync(context, webhook.Copy());
    }

    private Task AcceptAsync(HttpContext context, Webhook webhook)
    {
        if (webhook.OnConnectorResponse is null)
        {
            settings.Webhooks.RequireUrl();
        }

        webhooks.SendAlone(webhook);
        return JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, new { webhook.Id, webhook.Type });
    }

    private static object ToResponse(Webhook webhook)
    {
        var attempts = webhook.Attempts;
        return new
        {
            webhook.Id,
            webhook.Type,
            webhook.Conversation,
            webhook.CopyOf,
            webhook.Body,
            webhook.Signature,
            Attempts = attempts,
            State = WebhookState.After(attempts, webhook.MaxAttempts),
        };
    }
}
