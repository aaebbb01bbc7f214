using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What a request passes: routing, and then a function or nothing.</summary>
internal static class FunctionsPipeline
{
    public static WebApplication Configure(WebApplication application)
    {
        application.UseRouting();

        // The host's routes hold the verb as a constraint: a wrong verb is not found, never 405.
        application.Use((context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<HttpFunction>() is not null)
            {
                return next(context);
            }

            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)application).DataSources.Add(application.Services.GetRequiredService<HttpFunctionEndpoints>());
        return application;
    }
}
