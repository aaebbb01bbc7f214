using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Tests.Infra;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Functions;

/// <summary>Timers run by the clock of UTC and at no start; what only anonymous callers cause is not logged by the host.</summary>
public sealed class TimerTests
{
    private static readonly (string Name, TimerTriggerAttribute Trigger)[] Timers =
    [
        .. typeof(FunctionsSetup).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method.GetParameters().Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null)))
            .Where(found => found is { Name: not null, Item2: not null }).Select(found => (found.Name!, found.Item2!)),
    ];

    [Fact]
    public void Timers_OfTheApp_AreThoseOfThePageAndDoNotRunAtAStart()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "operations.md"));

        Assert.Equal([nameof(MeasureQueues), nameof(PurgeExpiredRecords)], Timers.Select(timer => timer.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["0 */5 * * * *", "0 17 3 * * *"], Timers.OrderBy(timer => timer.Name, StringComparer.Ordinal).Select(timer => timer.Trigger.Schedule));
        Assert.Contains("\n| MeasureQueues | every 5 minutes |", page, StringComparison.Ordinal);
        Assert.Contains("\n| PurgeExpiredRecords | daily at 03:17, ", page, StringComparison.Ordinal);
        Assert.All(Timers, timer => Assert.False(timer.Trigger.RunOnStartup));
    }

    // Flex Consumption does not know the setting, and elsewhere it would shift the schedules.
    [Fact]
    public async Task Deployment_AppSettings_LeaveTheTimeZoneAtUtc() =>
        Assert.All(await Deployment.InBothAsync("Microsoft.Web/sites/config"), settings => Assert.DoesNotContain("WEBSITE_TIME_ZONE", settings.Json.ToString(), StringComparison.Ordinal));

    // Three lines of the host for each invocation; anyone can invoke these two.
    [Theory]
    [InlineData("Function.Health", "Warning")]
    [InlineData("Function.ReceiveWebhook", "Warning")]
    [InlineData("Function.ReceiveWebhook.User", "Information")]
    public void HostJson_AnonymousFunctions_LogNoInvocations(string category, string level)
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "host.json")));

        Assert.Equal(level, host.RootElement.GetProperty("logging").GetProperty("logLevel").GetProperty(category).GetString());
    }
}
