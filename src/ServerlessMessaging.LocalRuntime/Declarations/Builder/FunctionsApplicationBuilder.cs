using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.LocalRuntime;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds the application, here on Kestrel and a queue pump in this process.</summary>
// Declared here because Program.cs configures and builds through it; the worker's own talks to the Functions host instead.
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private bool _isWebApplication;
    private bool _isBuilt;

    internal FunctionsApplicationBuilder(string[]? args)
    {
        _web = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args });
        _web.Configuration
            .AddLocalSettings(Path.Combine(AppContext.BaseDirectory, LocalSettings.FileName))
            .AddEnvironmentVariables()
            .AddCommandLine(args ?? []);
    }

    public ConfigurationManager Configuration => _web.Configuration;

    public IHostEnvironment Environment => _web.Environment;

    public ILoggingBuilder Logging => _web.Logging;

    public IMetricsBuilder Metrics => _web.Metrics;

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    public IServiceCollection Services => _web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    public IHost Build()
    {
        if (_isBuilt)
        {
            throw new InvalidOperationException("The application has already been built.");
        }

        if (!_isWebApplication)
        {
            throw new InvalidOperationException("Call ConfigureFunctionsWebApplication() before Build(): without it the functions get no HttpRequest.");
        }

        _isBuilt = true;
        return FunctionsPipeline.Configure(_web.Build());
    }

    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    internal void UseWebApplication()
    {
        if (!_isWebApplication)
        {
            _isWebApplication = true;
            _web.Services.AddLocalRuntime();
        }
    }
}
