using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

public sealed class HostJsonTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Without_A_File_The_Hosts_Defaults_Hold()
    {
        var hostJson = new HostJson(path: null, Overrides());
        var queues = Queues(hostJson);

        Assert.Equal("api", hostJson.RoutePrefix);
        Assert.Equal((16, 8, 5), (queues.BatchSize, queues.Threshold, queues.MaxDequeueCount));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMinutes(1)), (queues.VisibilityTimeout, queues.MaxPollingInterval));
        Assert.Equal(QueueMessageEncoding.Base64, queues.MessageEncoding);
    }

    [Fact]
    public void Reads_What_The_File_Says()
    {
        var hostJson = Read("""
            {
              "version": "2.0",
              "extensions": {
                "http": { "routePrefix": "/bridge/" },
                "queues": {
                  "batchSize": 8, "newBatchThreshold": 4, "maxDequeueCount": 3,
                  "visibilityTimeout": "00:00:30", "maxPollingInterval": "00:00:10", "messageEncoding": "none"
                }
              }
            }
            """);
        var queues = Queues(hostJson);

        Assert.Equal("bridge", hostJson.RoutePrefix);
        Assert.Equal((8, 4, 3), (queues.BatchSize, queues.Threshold, queues.MaxDequeueCount));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (queues.VisibilityTimeout, queues.MaxPollingInterval));
        Assert.Equal(QueueMessageEncoding.None, queues.MessageEncoding);
    }

    [Fact]
    public void An_Empty_Prefix_Is_None() =>
        Assert.Empty(Read("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""").RoutePrefix);

    [Fact]
    public void Settings_Override_The_File()
    {
        var hostJson = Read(
            """{ "version": "2.0", "extensions": { "queues": { "batchSize": 8 } } }""",
            ("AzureFunctionsJobHost:extensions:queues:batchSize", "2"));

        Assert.Equal((2, 1), (Queues(hostJson).BatchSize, Queues(hostJson).Threshold));
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("{}", "must say \"version\": \"2.0\"")]
    [InlineData("""{ "version": "3.0" }""", "must say \"version\": \"2.0\"")]
    public void Rejects_A_File_That_The_Host_Would_Not_Take(string json, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Read(json));

        Assert.Contains(_path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static QueueSettings Queues(HostJson hostJson)
    {
        var settings = new QueueSettings();
        hostJson.ReadQueues(settings);
        return settings;
    }

    private static IConfigurationRoot Overrides(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();

    private HostJson Read(string json, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(_path, json);
        return new HostJson(_path, Overrides(settings));
    }
}
