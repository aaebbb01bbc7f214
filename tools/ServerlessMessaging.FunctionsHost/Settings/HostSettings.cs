using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.FunctionsHost.Settings;

/// <summary>host.json and the app settings of a function app, with the same precedence as under the official host.</summary>
internal sealed class HostSettings
{
    private const string HostSection = "AzureFunctionsJobHost";

    private HostSettings(IConfiguration configuration, IReadOnlyDictionary<string, string?> appSettings) => (Configuration, AppSettings) = (configuration, appSettings);

    /// <summary>host.json under <c>AzureFunctionsJobHost</c>, overridden by the app settings.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>The app settings beyond the environment; keys contain <c>:</c>.</summary>
    public IReadOnlyDictionary<string, string?> AppSettings { get; }

    public string RoutePrefix => Configuration[$"{HostSection}:extensions:http:routePrefix"]?.Trim('/') ?? "api";

    public IConfigurationSection Logging => Configuration.GetSection($"{HostSection}:logging");

    /// <summary>Replaces a <c>%name%</c> by the app setting of that name.</summary>
    public string Resolve(string text) => text is ['%', .. var name, '%']
        ? Configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] ?? throw new FunctionAppHostException($"The app setting '{name}' of a binding is missing.")
        : text;

    public static HostSettings Read(string folder, FunctionAppHostOptions options)
    {
        var appSettings = options.ReadLocalSettings ? ReadLocalSettings(Path.Combine(folder, "local.settings.json")) : [];
        foreach (var (key, value) in options.Settings)
        {
            appSettings[key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        }

        // The WebJobs SDK binds the options of its extensions from the section that this setting names.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(ReadHostJson(Path.Combine(folder, "host.json")))
            .AddEnvironmentVariables()
            .AddInMemoryCollection(appSettings)
            .AddInMemoryCollection([new("AzureWebJobsConfigurationSection", HostSection)])
            .Build();
        return new HostSettings(configuration, appSettings);
    }

    private static Dictionary<string, string?> ReadHostJson(string path)
    {
        var settings = ReadJson(path);
        return settings["version"] == "2.0"
            ? settings.AsEnumerable().ToDictionary(setting => $"{HostSection}:{setting.Key}", setting => setting.Value)
            : throw new FunctionAppHostException($"{path} must contain \"version\": \"2.0\".");
    }

    private static Dictionary<string, string?> ReadLocalSettings(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var settings = ReadJson(path);
        return settings.GetValue<bool>("IsEncrypted")
            ? throw new FunctionAppHostException($"{path} is encrypted. Decrypt it with 'func settings decrypt'.")
            : settings.GetSection("Values").GetChildren()
                .Select(setting => (Name: setting.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), setting.Value))
                .Where(setting => Environment.GetEnvironmentVariable(setting.Name.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)) is null)
                .ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.OrdinalIgnoreCase);
    }

    private static IConfigurationRoot ReadJson(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(file).Build();
        }
        catch (Exception exception) when (exception is IOException or JsonException or FormatException or UnauthorizedAccessException)
        {
            throw new FunctionAppHostException($"{path} cannot be read: {(exception.InnerException ?? exception).Message}", exception);
        }
    }
}
