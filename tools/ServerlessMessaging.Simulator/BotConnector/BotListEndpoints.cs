using System.Text.Json;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.BotConnector;

/// <summary>GET /simulator/connector/bots and /bots/{botId}: reads the bots of the connector, as the platform does for its administrators.</summary>
internal sealed class BotListEndpoints(SimulatorSettings settings, WebhookPost post)
{
    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.RouteValues["botId"] is string botId ? $"bots/{Uri.EscapeDataString(botId)}" : "bots";
        return GetAsync(context, settings.Connector.Address(path));
    }

    private async Task GetAsync(HttpContext context, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        try
        {
            var (status, body) = await post.SendAsync(request, settings.Connector.Headers, settings.Webhooks.Timeout, context.RequestAborted);
            await JsonResponse.WriteAsync(context, new { Status = status, Body = JsonOrNull(body) });
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            throw new RefusalException(StatusCodes.Status502BadGateway, $"The bot connector gave no response: {exception.Message}");
        }
    }

    private static JsonElement? JsonOrNull(byte[] body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
