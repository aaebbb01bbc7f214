using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

/// <summary>What keeps the runtime from starting, and how it says so. None of these gets as far as a socket.</summary>
public sealed class StartErrorTests : IDisposable
{
    private readonly string _hostJson = Path.GetTempFileName();

    public StartErrorTests() => File.WriteAllText(_hostJson, """{ "version": "2.0" }""");

    public void Dispose() => File.Delete(_hostJson);

    [Theory]
    [InlineData("LocalRuntime:Port=65536", "LocalRuntime:Port must be 0 (a free port) to 65535.")]
    [InlineData("LocalRuntime:Port=-1", "LocalRuntime:Port must be 0 (a free port) to 65535.")]
    [InlineData("LocalRuntime:FunctionKey=", "LocalRuntime:FunctionKey must not be empty.")]
    [InlineData("LocalRuntime:QueueLease=00:00:00.5", "LocalRuntime:QueueLease must be 1 second to 7 days.")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:batchSize=33", "extensions.queues.batchSize must be 1 to 32.")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:batchSize=0", "extensions.queues.batchSize must be 1 to 32.")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:newBatchThreshold=-1", "extensions.queues.newBatchThreshold must not be negative.")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:maxDequeueCount=0", "extensions.queues.maxDequeueCount must be at least 1.")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:visibilityTimeout=8.00:00:00", "extensions.queues.visibilityTimeout must be 0 to 7 days")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:maxPollingInterval=00:00:00.09", "extensions.queues.maxPollingInterval must be 100 ms to 1 day")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:messageEncoding=7", "extensions.queues.messageEncoding must be none or base64.")]
    public async Task Rejects_A_Setting_Out_Of_Range(string setting, string reason)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync([], $"--{setting}"));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AzureFunctionsJobHost:extensions:queues:messageEncoding=utf16", "extensions:queues:messageEncoding")]
    [InlineData("AzureFunctionsJobHost:extensions:queues:visibilityTimeout=soon", "extensions:queues:visibilityTimeout")]
    [InlineData("LocalRuntime:Port=many", "LocalRuntime:Port")]
    public async Task Rejects_A_Setting_That_Cannot_Be_Read(string setting, string name)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync([], $"--{setting}"));

        Assert.Contains(name, exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Rejects_A_Host_Json_That_Is_Named_But_Missing()
    {
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync([], "--LocalRuntime:HostJson=nowhere.json"));

        Assert.Contains("nowhere.json cannot be read", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_A_Queue_Function_Without_Its_Connection()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync([typeof(GoodFunctions)], "--AzureWebJobsStorage="));

        Assert.Contains("Function 'TakeThing' needs the setting 'AzureWebJobsStorage'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_A_Bad_Connection_Without_Repeating_It()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync([typeof(GoodFunctions)], "--AzureWebJobsStorage=topsecret"));

        Assert.Contains("Function 'TakeThing': the setting 'AzureWebJobsStorage' is not", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_A_Bad_Declaration()
    {
        var builder = Builder();
        builder.Services.AddSingleton(_ => FunctionCatalog.Of(typeof(NoTrigger)));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Function 'NoTrigger'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_An_Application_Name_Without_An_Assembly()
    {
        using var host = Builder("--applicationName=Nobody.Functions").Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'Nobody.Functions'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_The_Functions_Of_The_Application_That_Is_Named()
    {
        using var host = Builder("--applicationName=ServerlessMessaging.LocalRuntime").Build();

        Assert.Empty(host.Services.GetRequiredService<FunctionCatalog>().Functions);
    }

    [Fact]
    public void Rejects_A_Build_Without_The_Web_Application()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => FunctionsApplication.CreateBuilder([]).Build());

        Assert.Contains("ConfigureFunctionsWebApplication", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_A_Second_Build()
    {
        var builder = Builder();
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    [Fact]
    public void The_Address_Is_Unknown_Before_The_Start()
    {
        using var host = Builder().Build();

        Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<LocalRuntimeAddress>().Uri);
    }

    private async Task StartAsync(Type[] functions, params string[] args)
    {
        var builder = Builder(args);
        builder.Services.AddSingleton(FunctionCatalog.Of(functions));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    private FunctionsApplicationBuilder Builder(params string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder([$"--LocalRuntime:HostJson={_hostJson}", "--LocalRuntime:Port=0", .. args]);
        builder.Logging.ClearProviders();
        return builder.ConfigureFunctionsWebApplication();
    }
}
