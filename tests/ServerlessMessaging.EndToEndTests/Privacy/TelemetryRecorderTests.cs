using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>A value that leaks through any kind of telemetry is recorded. Not in parallel, because the whole process is recorded.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class TelemetryRecorderTests : IDisposable
{
    private const string Leak = "Zq7-leak-of-a-test";
    private static readonly KeyValuePair<string, object?> Tag = new("tag", Leak);
    private readonly TelemetryRecorder _recorder = new();
    private readonly ServiceProvider _services;
    private readonly ILogger _logger;

    public TelemetryRecorderTests()
    {
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
        _recorder.Attach(services);
        _services = services.BuildServiceProvider();
        _logger = _services.GetRequiredService<ILogger<TelemetryRecorderTests>>();
    }

    public void Dispose()
    {
        _services.Dispose();
        _recorder.Dispose();
    }

    [Fact]
    public void Lines_LogMessage_ContainsLeak()
    {
        Log(new List<KeyValuePair<string, object?>>(), null, Leak);

        AssertRecorded();
    }

    [Fact]
    public void Lines_LogValueThatTheMessageLeavesOut_ContainsLeak()
    {
        Log(new List<KeyValuePair<string, object?>> { Tag }, null, "a message");

        AssertRecorded();
    }

    [Fact]
    public void Lines_InnerExceptionOfLog_ContainsLeak()
    {
        Log(new List<KeyValuePair<string, object?>>(), new InvalidOperationException("outer", new InvalidOperationException(Leak)), "a message");

        AssertRecorded();
    }

    [Fact]
    public void Lines_LogScope_ContainsLeak()
    {
        using var scope = _logger.BeginScope(new Dictionary<string, object?> { [Tag.Key] = Tag.Value });

        AssertRecorded();
    }

    [Theory]
    [InlineData("name")]
    [InlineData("tag")]
    [InlineData("status")]
    [InlineData("state")]
    [InlineData("event")]
    [InlineData("link")]
    [InlineData("baggage")]
    public void Lines_Activity_ContainsLeak(string part)
    {
        using var source = new ActivitySource(nameof(TelemetryRecorderTests));
        ActivityLink[] links = part == "link" ? [new(default, [Tag])] : [];
        using (var activity = source.StartActivity(part == "name" ? Leak : "activity", ActivityKind.Internal, default(ActivityContext), links: links)!)
        {
            _ = part switch
            {
                "tag" => activity.SetTag(Tag.Key, Tag.Value),
                "status" => activity.SetStatus(ActivityStatusCode.Error, Leak),
                "event" => activity.AddEvent(new("event", tags: [Tag])),
                "baggage" => activity.SetBaggage(Tag.Key, Leak),
                _ => activity,
            };
            activity.TraceStateString = part == "state" ? Leak : null;
        }

        AssertRecorded();
    }

    [Fact]
    public void Lines_TagOfMeasurement_ContainsLeak()
    {
        using var meter = new Meter(nameof(TelemetryRecorderTests));
        meter.CreateCounter<long>("counter").Add(1, Tag);

        AssertRecorded();
    }

    [Fact]
    public async Task Lines_ContentOfStorageRequest_ContainsLeak()
    {
        using var refusal = new Refusal();
        var options = new QueueClientOptions { Transport = new HttpClientTransport(refusal), Diagnostics = { IsLoggingContentEnabled = true } };
        var queue = new QueueClient(new Uri("https://account.queue.core.windows.net/queue"), options);

        await Assert.ThrowsAsync<RequestFailedException>(() => queue.SendMessageAsync(Leak, TestContext.Current.CancellationToken));

        AssertRecorded();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("line")]
    [InlineData("span")]
    [InlineData("format")]
    public void Lines_BothStreamsOfTheConsole_ContainLeak(string call)
    {
        foreach (var stream in new[] { Console.Out, Console.Error })
        {
            switch (call)
            {
                case "text":
                    stream.Write(Leak);
                    break;
                case "line":
                    stream.WriteLine(Leak);
                    break;
                case "span":
                    stream.Write(Leak.AsSpan());
                    break;
                default:
                    stream.WriteLine("{0}", Leak);
                    break;
            }
        }

        Assert.Equal(2, _recorder.Lines.Count(line => line.Contains(Leak, StringComparison.Ordinal)));
    }

    private void Log(List<KeyValuePair<string, object?>> state, Exception? exception, string message) =>
        _logger.Log(LogLevel.Trace, default, state, exception, (_, _) => message);

    private void AssertRecorded() => Assert.NotEmpty(new EncodedTextSearch([Leak]).FindIn(_recorder.Lines));

    private sealed class Refusal : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden));
    }
}
