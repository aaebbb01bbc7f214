using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost.Http;

/// <summary><c>POST /admin/functions/{name}</c> with the master key and <c>{"input": "..."}</c> starts a function that is not an HTTP function.</summary>
internal static class AdminEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<HostedFunction> functions, FunctionKeys keys, Action<HostedFunction, string?> start, ILogger logger) =>
        routes.MapPost("admin/functions/{name}", async (string name, HttpRequest request) =>
        {
            var function = functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (!keys.Allow(request, "Admin"))
            {
                HostLog.KeyRefused(logger, function?.Name ?? "(unknown)", FunctionKeys.Reason(request, "Admin"));
                return Results.Unauthorized();
            }

            if (function is null)
            {
                return Results.NotFound();
            }

            if (function.Route is not null || await ReadAsync(request) is not { } body)
            {
                return Results.BadRequest();
            }

            start(function, body.Input);
            return Results.Accepted();
        });

    private static async Task<Body?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await request.ReadFromJsonAsync<Body>(request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Body(string? Input);
}
