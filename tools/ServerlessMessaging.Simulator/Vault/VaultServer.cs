using System.Security.Cryptography.X509Certificates;
using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Hosting;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Requests;

namespace ServerlessMessaging.Simulator.Vault;

/// <summary>Azure Key Vault, with the operations that SecretClient uses.</summary>
internal static class VaultServer
{
    public static Task<WebApplication> StartAsync(
        int port, X509Certificate2 certificate, SimulatorState state, CancellationToken cancellationToken) =>
        LoopbackServer.StartAsync(port, certificate, app => Configure(app, state), cancellationToken);

    /// <summary>The address of the vault in ids and links: the host of the request.</summary>
    public static string AddressOf(HttpContext context) => $"https://{context.Request.Host}";

    private static void Configure(WebApplication app, SimulatorState state)
    {
        app.Use(new ErrorHandlingMiddleware(_ => Area.Vault, "x-ms-request-id").InvokeAsync);
        app.Use(new RequestRecording(state.Requests, state.TimeProvider).InvokeAsync);
        app.Use(new VaultGuard(state.Identity).InvokeAsync);

        // After the guard: a client's first request only fetches the challenge and must not use up a fault.
        app.Use(new FaultInjection(state.Faults, state.TimeProvider).InvokeAsync);
        app.UseRouting();

        var secrets = new SecretEndpoints(state.Secrets);
        app.MapGet("/secrets/{name}", secrets.GetAsync);
        app.MapPut("/secrets/{name}", secrets.SetAsync);
        app.MapGet("/secrets/{name}/versions", new SecretVersionsEndpoint(state.Secrets).HandleAsync);
        app.MapGet("/secrets/{name}/{version}", secrets.GetAsync);
        app.MapPatch("/secrets/{name}/{version}", secrets.UpdateAsync);
    }
}
