using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Registers this runtime.</summary>
internal static class LocalRuntimeServices
{
    public static void AddLocalRuntime(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddOptions<LocalRuntimeOptions>().BindConfiguration(LocalRuntimeOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<QueueSettings>()
            .Configure<HostJson>((settings, hostJson) => hostJson.ReadQueues(settings))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.Configure<KestrelServerOptions>(options => options.AddServerHeader = false);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => CatalogOf(provider.GetRequiredService<IHostEnvironment>()));
        services.AddSingleton(HostJson.Find);
        services.AddSingleton<Invocations>();
        services.AddSingleton<FunctionKey>();
        services.AddSingleton<HttpFunctionEndpoints>();
        services.AddSingleton<QueueConnections>();
        services.AddSingleton<QueuePump>();
        services.AddSingleton<LoopbackServer>();
        services.AddSingleton<IServer>(provider => provider.GetRequiredService<LoopbackServer>());
        services.AddSingleton(provider => new LocalRuntimeAddress(provider.GetRequiredService<IServer>()));

        // The first hosted service is the last to stop: the product's own come before the end of the runtime.
        services.AddHostedService<LocalRuntimeService>();
    }

    private static FunctionCatalog CatalogOf(IHostEnvironment environment)
    {
        try
        {
            return FunctionCatalog.From(Assembly.Load(new AssemblyName(environment.ApplicationName)));
        }
        catch (FileNotFoundException exception)
        {
            throw new InvalidOperationException(
                $"The functions are looked for in the assembly '{environment.ApplicationName}', which cannot be found: name the right one with --applicationName.",
                exception);
        }
    }
}
