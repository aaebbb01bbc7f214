using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Telemetry;

/// <summary>The category under which an event is logged.</summary>
public sealed class FunctionLoggerTests : IDisposable
{
    private readonly Categories _categories = new();
    private readonly ServiceProvider _services;

    public FunctionLoggerTests() =>
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_categories)).AddSingleton(typeof(ILogger<>), typeof(FunctionLogger<>)).BuildServiceProvider();

    [Fact]
    public async Task Log_InFunctions_UsesTheCategoryOfEachFunction()
    {
        var log = new SendLog(_services.GetRequiredService<ILogger<SendLog>>());

        await Task.WhenAll(RunAsync("ServerlessMessaging.SendMessage"), RunAsync("ServerlessMessaging.SendQueuedMessage"));

        Assert.Equal(["ServerlessMessaging.SendMessage", "ServerlessMessaging.SendQueuedMessage"], _categories.Logged.Order(StringComparer.Ordinal));

        async Task RunAsync(string category)
        {
            LogCategory.Current = category;
            await Task.Yield();
            log.Accepted("r-1");
        }
    }

    [Fact]
    public void Log_OutsideOfFunctions_UsesTheType()
    {
        new SendLog(_services.GetRequiredService<ILogger<SendLog>>()).Accepted("r-1");

        Assert.Equal([typeof(SendLog).FullName], _categories.Logged);
    }

    [Fact]
    public async Task Log_OtherLibraryInFunction_UsesTheType()
    {
        LogCategory.Current = "ServerlessMessaging.SendMessage";
        await Task.Yield();

        _services.GetRequiredService<ILogger<HttpClient>>().Log(LogLevel.Warning, new EventId(1), "Something", exception: null, (text, _) => text);

        Assert.Equal([typeof(HttpClient).FullName], _categories.Logged);
    }

    [Fact]
    public void AddServerlessMessaging_Always_RegistersTheLogger()
    {
        using var product = new ProductFixture();

        Assert.IsType<FunctionLogger<SendLog>>(product.Get<ILogger<SendLog>>());
    }

    public void Dispose() => _services.Dispose();

    private sealed class Categories : ILoggerProvider
    {
        public ConcurrentQueue<string> Logged { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Logged);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<string> logged) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged.Enqueue(category);
        }
    }
}
