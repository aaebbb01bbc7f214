using ServerlessMessaging.Simulator.Agentless;
using ServerlessMessaging.Simulator.BotSessions;
using ServerlessMessaging.Simulator.Control;
using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Identity;
using ServerlessMessaging.Simulator.Login;
using ServerlessMessaging.Simulator.MessagingEvents;
using ServerlessMessaging.Simulator.OpenIntegrations;
using ServerlessMessaging.Simulator.OpenMessaging;
using ServerlessMessaging.Simulator.Phone;
using ServerlessMessaging.Simulator.RateLimit;
using ServerlessMessaging.Simulator.Requests;
using ServerlessMessaging.Simulator.Users;

namespace ServerlessMessaging.Simulator.Hosting;

/// <summary>Genesys Cloud on one port: login and API, with the control API, the phone and the identity endpoint beside them.</summary>
internal static class PlatformServer
{
    public static Task<WebApplication> StartAsync(int port, VaultAccess vault, SimulatorState state, CancellationToken cancellationToken) =>
        LoopbackServer.StartAsync(port, certificate: null, app => Configure(app, vault, state), cancellationToken);

    private static void Configure(WebApplication app, VaultAccess vault, SimulatorState state)
    {
        app.Use(new ErrorHandlingMiddleware(Area.FromPath, "ININ-Correlation-Id").InvokeAsync);
        app.Use(ControlGuard.InvokeAsync);
        app.Use(new RequestRecording(state.Requests, state.TimeProvider).InvokeAsync);
        app.Use(new RateLimiting(state.RateLimiter, state.Tokens).InvokeAsync);
        app.Use(new FaultInjection(state.Faults, state.TimeProvider).InvokeAsync);
        app.UseRouting();
        app.Use(ScopeGuard.InvokeAsync);

        app.MapPost("/oauth/token", new TokenEndpoint(state.Clients, state.Tokens).HandleAsync);
        app.MapGet("/api/v2/tokens/me", new TokenInfoEndpoint(state.Clients).HandleAsync).RequireToken();
        app.MapGet("/api/v2/users", new ListUsersEndpoint(state.Users, state.Settings).HandleAsync).RequireScope(Scopes.UsersRead);
        app.MapPost("/api/v2/users/search", new SearchUsersEndpoint(state.Users).HandleAsync).RequireScope(Scopes.UsersRead);
        MapSending(app, state);

        app.MapGet(IdentityEndpoint.Path, new IdentityEndpoint(state.Identity).HandleAsync);
        ControlApi.Map(app, vault, state);
        PhonePage.Map(app);
    }

    private static void MapSending(WebApplication app, SimulatorState state)
    {
        app.MapPost(
            "/api/v2/openmessaging/channels/{channelId}/messages",
            new SendMessageEndpoint(state.Users, state.UserConversations, state.Delivery, state.TimeProvider).HandleAsync).RequireScope(Scopes.OpenMessagingSend);
        app.MapPost(
            "/api/v2/messaging/messaging/events",
            new SendEventsEndpoint(new EventDelivery(state.MessagingDirectory, state.Delivery, state.TimeProvider), state.Faults).HandleAsync).RequireScope(Scopes.MessagingSend);
        app.MapPost(
            "/api/v2/conversations/messages/agentless",
            new SendAgentlessEndpoint(state.AgentlessCustomers, state.Delivery, state.TimeProvider).HandleAsync).RequireScope(Scopes.ConversationMessageCreate);
        app.MapPost(
            "/api/v2/integrations/botconnectors/outgoing/messages",
            new SendBotMessageEndpoint(state.BotSessions, state.Delivery, state.TimeProvider).HandleAsync).RequireScope(Scopes.BotConnectorSend);
        app.MapPost(
            "/api/v2/conversations/messages/{integrationId}/inbound/open/receipt",
            new ReceiveReceiptEndpoint(state.Conversations).HandleAsync).RequireScope(Scopes.ConversationMessageReceive);
    }
}
