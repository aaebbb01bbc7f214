using System.Xml;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The web test of the health: how often, from where, and when it raises its alert.</summary>
public sealed class AvailabilityTests
{
    // Each run at each location is paid for.
    [Fact]
    public async Task WebTest_Always_RunsEvery15MinutesAtThreeLocations()
    {
        var test = await WebTestAsync();

        Assert.Equal(900, test["properties.Frequency"].GetInt32());
        Assert.Equal(3, Locations(test).Distinct().Count());
    }

    [Fact]
    public async Task WebTestAlert_OneLocationFails_IsNotRaised()
    {
        var alert = await AlertAsync();

        Assert.Equal(2, alert["properties.criteria.failedLocationCount"].GetInt32());
        Assert.True(alert["properties.criteria.failedLocationCount"].GetInt32() < Locations(await WebTestAsync()).Count());
        Assert.Equal(0, alert["properties.severity"].GetInt32());
    }

    // Within a shorter window two locations would seldom have a result.
    [Fact]
    public async Task WebTestAlert_Window_HoldsOneRunOfEachLocation() =>
        Assert.Equal((await WebTestAsync())["properties.Frequency"].GetInt32(), XmlConvert.ToTimeSpan((await AlertAsync())["properties.windowSize"].GetString()!).TotalSeconds);

    private static async Task<DeployedResource> WebTestAsync() => Assert.Single((await Deployment.MinimalAsync()).OfType("Microsoft.Insights/webtests"));

    private static async Task<DeployedResource> AlertAsync() => Assert.Single((await Deployment.MinimalAsync()).OfType("Microsoft.Insights/metricAlerts"));

    private static IEnumerable<string> Locations(DeployedResource test) => test["properties.Locations"].EnumerateArray().Select(location => location.GetProperty("Id").GetString()!);
}
