using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Configuration;

/// <summary>What the options classes of the product hold: a property with an internal setter is a constant, any other a setting.</summary>
internal static class ProductOptions
{
    /// <summary>Settings that the product or the Functions host reads without an options class.</summary>
    public static IReadOnlyList<string> OfThePlatform { get; } =
    [
        "AzureWebJobsStorage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__queueServiceUri", "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__tableServiceUri", "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID", "APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>The settings but for the limits.</summary>
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        .. In($"{GenesysOptions.Section}__", new GenesysOptions()).Where(setting => setting.Name != "Genesys__Clients__0"),
        .. In($"{GenesysOptions.Section}__Clients__0__", new OAuthClientOptions()),
        .. In($"{MessagingEventsOptions.Section}__", new MessagingEventsOptions()),
        .. In($"{KeyVaultOptions.Section}__", new KeyVaultOptions()),
        .. In($"{RecordsOptions.Section}__", new RecordsOptions()),
        .. In($"{WebhookOptions.Section}__", new WebhookOptions()).Where(setting => setting.Name != "Webhook__Integrations__0").Select(setting => setting with { Default = new WebhookOptions().NamesInForce.Single() }),
        .. In($"{WebhookOptions.Section}__{nameof(WebhookOptions.Integrations)}__{{name}}__", new WebhookIntegrationOptions()),
        .. In($"{BotFlowsOptions.Section}__{{name}}__", new BotFlowOptions()),
        .. In(string.Empty, new ProblemOptions()),
    ];

    /// <summary>The constants by options class and name.</summary>
    public static IReadOnlyList<(string Name, string Value)> Constants { get; } =
    [
        .. new object[] { new GenesysOptions(), new KeyVaultOptions(), new SendingOptions(), new QueueOptions(), new RecordsOptions(), new WebhookOptions(), new CallbackOptions() }
            .SelectMany(options => options.GetType().GetProperties().Where(IsConstant).Select(property => ($"{options.GetType().Name}.{property.Name}", Describe(property.GetValue(options)!)))),
    ];

    public static bool IsConstant(PropertyInfo property) => property.SetMethod is { IsPublic: false };

    private static IEnumerable<Setting> In(string prefix, object options) => options.GetType().GetProperties().Where(property => !IsConstant(property)).Select(property => new Setting(
        $"{prefix}{property.Name}{(IsList(property) ? "__0" : string.Empty)}",
        IsList(property) || property.GetValue(options) is null or "" ? null : Write(property.GetValue(options)!),
        property.GetCustomAttribute<RequiredAttribute>() is not null));

    private static string Write(object value) => value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool IsList(PropertyInfo property) => property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable));

    private static string Describe(object value) => value switch
    {
        TimeSpan time when time < TimeSpan.FromSeconds(1) => Quantity(time.TotalMilliseconds, "ms"),
        TimeSpan time when time < TimeSpan.FromMinutes(1) => Quantity(time.TotalSeconds, "s"),
        TimeSpan time when time < TimeSpan.FromHours(1) => Quantity(time.TotalMinutes, "min"),
        TimeSpan time when time < TimeSpan.FromDays(1) => Quantity(time.TotalHours, "h"),
        TimeSpan time => Quantity(time.TotalDays, "days"),
        IEnumerable several => string.Join(", ", several.Cast<object>().Select(Describe)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quantity(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number} {unit}");
}

/// <summary>A setting of the product.</summary>
/// <param name="Name">Its name as an environment variable; the first item of a list stands for all.</param>
/// <param name="Default">Its default; null where it has none.</param>
/// <param name="IsRequired">Whether the start fails without a value.</param>
internal sealed record Setting(string Name, string? Default, bool IsRequired);
