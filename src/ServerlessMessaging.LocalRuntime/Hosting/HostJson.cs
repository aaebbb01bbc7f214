using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The part of host.json that this runtime honours; settings <c>AzureFunctionsJobHost:...</c> override it, as under the host.</summary>
public sealed class HostJson
{
    public const string DefaultRoutePrefix = "api";

    private const string FileName = "host.json";
    private const string OverrideSection = "AzureFunctionsJobHost";

    private readonly IConfiguration _root;

    internal HostJson(string? path, IConfiguration configuration)
    {
        var builder = new ConfigurationBuilder();
        if (path is not null)
        {
            builder.AddInMemoryCollection(Read(path).AsEnumerable());
        }

        _root = builder.AddConfiguration(configuration.GetSection(OverrideSection)).Build();
        if (path is not null && _root["version"] != "2.0")
        {
            throw new InvalidDataException($"{path} must say \"version\": \"2.0\".");
        }
    }

    /// <summary>What stands before every route, without slashes around it; may be empty.</summary>
    public string RoutePrefix => _root["extensions:http:routePrefix"]?.Trim('/') ?? DefaultRoutePrefix;

    internal static HostJson Find(IServiceProvider services)
    {
        var contentRoot = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
        var path = services.GetRequiredService<IOptions<LocalRuntimeOptions>>().Value.HostJson is { Length: > 0 } named
            ? Path.GetFullPath(named, contentRoot)
            : new[] { contentRoot, AppContext.BaseDirectory }.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
        return new HostJson(path, services.GetRequiredService<IConfiguration>());
    }

    internal void ReadQueues(QueueSettings settings) => _root.GetSection("extensions:queues").Bind(settings);

    private static IConfigurationRoot Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build();
        }
        catch (Exception exception) when (exception is IOException or JsonException or FormatException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {(exception.InnerException ?? exception).Message}", exception);
        }
    }
}
