using ServerlessMessaging.Simulator.BotConnector;
using ServerlessMessaging.Simulator.Customers;
using ServerlessMessaging.Simulator.Hosting;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>The routes below /simulator, by which tests, demos and people control the simulator.</summary>
internal static class ControlApi
{
    public static void Map(WebApplication app, VaultAccess vault, SimulatorState state)
    {
        app.MapGet("/simulator", context => JsonResponse.WriteAsync(context, new
        {
            Address = $"http://127.0.0.1:{context.Connection.LocalPort}",
            Vault = vault,
        }));
        app.MapGet("/simulator/requests", context => JsonResponse.WriteAsync(context, new { Items = state.Requests.Read() }));
        app.MapGet("/simulator/users", context => JsonResponse.WriteAsync(context, new
        {
            Items = state.Users.All.Select(user => new { user.Id, user.Name, user.Email }),
        }));
        app.MapGet("/simulator/conversations", new ConversationsEndpoint(state.Conversations, state.Settings).HandleAsync);
        app.MapPost(
            "/simulator/conversations/{**rest}",
            new ConversationActionEndpoints(
                state.Conversations,
                new CustomerActions(state.Settings, state.Webhooks, state.ConnectorMessages, state.TimeProvider),
                new PlatformActions(state.Settings, state.Webhooks, state.Receipts, state.TimeProvider)).HandleAsync);

        var webhooks = new WebhooksEndpoints(state.Webhooks, state.Settings);
        app.MapGet("/simulator/webhooks", webhooks.ListAsync);
        app.MapPost("/simulator/webhooks", webhooks.SendAsync);
        app.MapPost("/simulator/webhooks/{id}/resend", webhooks.ResendAsync);

        var bots = new BotListEndpoints(state.Settings, state.Webhooks.Post);
        app.MapGet("/simulator/connector/bots", bots.HandleAsync);
        app.MapGet("/simulator/connector/bots/{botId}", bots.HandleAsync);

        var faults = new FaultsEndpoints(state.Faults);
        app.MapGet("/simulator/faults", faults.ListAsync);
        app.MapPost("/simulator/faults", faults.AddAsync);
        app.MapDelete("/simulator/faults", faults.ClearAsync);

        app.MapPut("/simulator/clients/{clientId}", new ClientEndpoint(state.Clients, state.Tokens, state.TokenLifetime).HandleAsync);
        app.MapPut("/simulator/settings", new SettingsEndpoint(state.Settings, state.Webhooks).HandleAsync);
        app.MapDelete("/simulator/state", context => ClearStateAsync(context, state));
    }

    /// <summary>Keeps clients, users, secrets and settings.</summary>
    private static async Task ClearStateAsync(HttpContext context, SimulatorState state)
    {
        await state.Webhooks.ClearAsync();
        state.Requests.Clear();
        foreach (var conversations in state.Conversations)
        {
            conversations.Clear();
        }

        state.Faults.Clear();
        state.RateLimiter.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
