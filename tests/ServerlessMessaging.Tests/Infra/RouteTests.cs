using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Functions;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The paths of the templates against the routes of the function app.</summary>
public sealed class RouteTests
{
    private static readonly HttpTriggerAttribute[] Triggers =
    [
        .. typeof(FunctionsSetup).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .OfType<HttpTriggerAttribute>(),
    ];

    private static readonly string[] Paths = [.. Triggers.Select(PathOf).Distinct()];

    [Fact]
    public async Task SignIn_EveryRoute_IsExcludedOrAnOperators()
    {
        var excluded = await ExcludedPathsAsync();

        Assert.Contains(Triggers, IsOperators);
        Assert.All(Triggers, trigger => Assert.True(
            excluded.Any(pattern => Matches(pattern, PathOf(trigger))) != IsOperators(trigger),
            $"{PathOf(trigger)} must be either excluded from sign-in or an operators' route."));
        Assert.All(excluded, pattern => Assert.Contains(Paths, path => Matches(pattern, path)));
    }

    [Fact]
    public void OperatorsRoutes_Always_NeedAKeyToo() =>
        Assert.All(Triggers.Where(IsOperators), trigger => Assert.Equal(AuthorizationLevel.Function, trigger.AuthLevel));

    [Fact]
    public async Task SignIn_WithoutItsClientId_IsNotConfigured() =>
        Assert.DoesNotContain((await Deployment.MinimalAsync()).Resources, resource => resource.Name == "authsettingsV2");

    [Fact]
    public async Task Urls_OfWebTestAndOutputs_AreRoutes()
    {
        var deployment = await Deployment.MinimalAsync();

        Assert.Contains(PathOfUrl(deployment.OfType("Microsoft.Insights/webtests")[0]["properties.Request.RequestUrl"]), Paths);
        Assert.Contains(PathOfUrl(deployment.Outputs.GetProperty("webhookUrl")), Paths);
    }

    private static string PathOf(HttpTriggerAttribute trigger) => $"/api/{trigger.Route}";

    // [format('https://{0}/api/health', reference(...).defaultHostName)]
    private static string PathOfUrl(JsonElement url) => url.GetString()!.Split("{0}")[1].Split('\'')[0];

    private static bool IsOperators(HttpTriggerAttribute trigger) => trigger.Route!.StartsWith("operator/", StringComparison.Ordinal);

    private static bool Matches(string pattern, string path) => pattern.EndsWith("/*", StringComparison.Ordinal) ? path.StartsWith(pattern[..^1], StringComparison.Ordinal) : path == pattern;

    private static async Task<string[]> ExcludedPathsAsync()
    {
        var signIn = (await Deployment.CompleteAsync()).Resources.Single(resource => resource.Name == "authsettingsV2");
        Assert.True(signIn["properties.platform.enabled"].GetBoolean());
        Assert.True(signIn["properties.globalValidation.requireAuthentication"].GetBoolean());
        Assert.Equal("Return401", signIn["properties.globalValidation.unauthenticatedClientAction"].GetString());
        return [.. signIn["properties.globalValidation.excludedPaths"].EnumerateArray().Select(path => path.GetString()!)];
    }
}
