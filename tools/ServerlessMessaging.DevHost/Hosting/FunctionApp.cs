using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Functions;
using ServerlessMessaging.FunctionsHost;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The function app on the official worker, in this process.</summary>
public static class FunctionApp
{
    /// <summary>Starts the function app.</summary>
    /// <param name="options">The host's options, with the app settings.</param>
    /// <param name="vault">The simulator's vault; null for a real one.</param>
    /// <param name="configure">Adds services of the caller, such as logging or test doubles; its registrations have precedence.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public static Task<FunctionAppHost> StartAsync(
        FunctionAppHostOptions options, DevelopmentVault? vault, Action<FunctionsApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        var source = WorkerSource.InThisProcess(typeof(FunctionsSetup).Assembly, builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            if (vault is not null)
            {
                builder.Services.AddSingleton(vault.CreateClient());
            }

            configure(builder);
            // Development bot flows run on this machine. Allowed in code, so that no setting allows loopback addresses in Azure.
            builder.Services.TryAddSingleton(new BotFlowAddresses(allowLoopback: true));
            builder.AddServerlessMessagingFunctions();
        });
        return FunctionAppHost.StartAsync(source, options, cancellationToken);
    }
}
