using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.FunctionsHost;
using ServerlessMessaging.Tools.Tests.App;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class StartTests : IDisposable
{
    private const string Assembly = "ServerlessMessaging.Tools.Tests.App.dll";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-host-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WorkerReportsFunctions_HostListsThem(bool asProcess)
    {
        await using var sut = asProcess ? await TestHost.StartProcessAsync() : await TestHost.StartAsync(new());

        var functions = sut.Host.Functions.ToDictionary(function => function.Name);

        Assert.Equal(14, functions.Count);
        Assert.Equal(("httpTrigger", "call", "Anonymous"), (functions["Call"].TriggerType, functions["Call"].Route, functions["Call"].AuthorizationLevel));
        Assert.Equal(["GET", "POST"], functions["Call"].Methods);
        Assert.Equal(("Echo", 0), (functions["Echo"].Route, functions["Echo"].Methods.Count));
        Assert.Equal(("queueTrigger", null, null), (functions["Orders"].TriggerType, functions["Orders"].Route, functions["Orders"].AuthorizationLevel));
        Assert.Equal("timerTrigger", functions["Tick"].TriggerType);
        Assert.Equal(asProcess, sut.Host.Services is null);
    }

    [Fact]
    public async Task Start_InThisProcess_ExposesServicesOfApp()
    {
        var app = new TestApp();
        await using var first = await TestHost.StartAsync(app);
        await using var second = await TestHost.StartAsync(new());

        Assert.Same(app, first.Host.Services!.GetService(typeof(TestApp)));
        Assert.NotSame(app, second.Host.Services!.GetService(typeof(TestApp)));
        Assert.NotEqual(first.Host.Address, second.Host.Address);
        Assert.Equal("127.0.0.1", first.Host.Address.Host);
    }

    [Fact]
    public async Task Start_PortInUse_ThrowsIOException()
    {
        await using var first = await TestHost.StartAsync(new());

        var exception = await Assert.ThrowsAsync<IOException>(() => TestHost.StartAsync(new(), new() { Port = first.Host.Address.Port }));

        Assert.Contains($"{first.Host.Address.Port}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Schedule", "every day", "The schedule 'every day' of function Tick")]
    [InlineData("TextsQueue", "Not a queue name", "The queue listeners could not be started")]
    [InlineData("OtherStorage", "", "OtherStorage")]
    public async Task Start_SettingInvalid_ThrowsWithItsName(string setting, string value, string message)
    {
        var exception = await Assert.ThrowsAsync<FunctionAppHostException>(() => TestHost.StartAsync(new(), settings: (setting, value)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AppThrows_ThrowsSameException() =>
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => FunctionAppHost.StartAsync(
            WorkerSource.InThisProcess(typeof(TestApp).Assembly, _ => throw new InvalidTimeZoneException()), new(), Cancellation));

    [Fact]
    public async Task Start_SecondAppInThisProcess_Throws()
    {
        await using var first = await TestHost.StartAsync(new());
        CopyHostJson();

        await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionAppHost.StartAsync(WorkerSource.InThisProcess(typeof(StartTests).Assembly, _ => { }), new(), Cancellation));
    }

    [Theory]
    [InlineData("host.json", null, "host.json")]
    [InlineData("host.json", "{", "host.json")]
    [InlineData("host.json", "{ \"version\": \"3.0\" }", "\"version\": \"2.0\"")]
    [InlineData("local.settings.json", "{ \"IsEncrypted\": true }", "encrypted")]
    [InlineData("worker.config.json", null, "worker.config.json")]
    [InlineData("worker.config.json", "{ \"description\": { \"defaultExecutablePath\": \"no-such-program\" } }", "The worker")]
    [InlineData("worker.config.json", "{ \"description\": { \"defaultExecutablePath\": \"dotnet\", \"defaultWorkerPath\": \"no-such.dll\" } }", "The worker ended before it connected")]
    public async Task Start_FileMissingOrInvalid_ThrowsWithReason(string file, string? content, string message)
    {
        CopyHostJson();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "worker.config.json"), "{}", Cancellation);
        var path = Path.Combine(_folder.FullName, file);
        File.Delete(path);
        if (content is not null)
        {
            await File.WriteAllTextAsync(path, content, Cancellation);
        }

        var exception = await Assert.ThrowsAsync<FunctionAppHostException>(() => FunctionAppHost.StartAsync(WorkerSource.FromFolder(_folder.FullName), new(), Cancellation));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WorkerCannotLoadFunction_ThrowsWithReason()
    {
        // The folder of the function app does not contain the assembly of the worker.
        CopyHostJson();
        await WriteAsync("worker.config.json", new { description = new { defaultExecutablePath = "dotnet", defaultWorkerPath = Path.Combine(TestHost.Folder, Assembly) } });
        var options = new FunctionAppHostOptions { Settings = TestHost.Settings(await TestStorage.NewAccountAsync(), []) };

        var exception = await Assert.ThrowsAsync<FunctionAppHostException>(() => FunctionAppHost.StartAsync(WorkerSource.FromFolder(_folder.FullName), options, Cancellation));

        Assert.StartsWith("The worker could not load function ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Could not load file or assembly '{Path.Combine(_folder.FullName, Assembly)}'. The system cannot find the file specified.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LocalSettings_HaveLessPrecedenceThanEnvironmentAndOptions()
    {
        foreach (var file in Directory.EnumerateFiles(TestHost.Folder))
        {
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        }

        await WriteAsync("local.settings.json", new { Values = TestHost.Settings(await TestStorage.NewAccountAsync(), [("A__B", "file"), ("Both", "file"), ("PATH", "file")]) });
        var options = new FunctionAppHostOptions { Settings = new Dictionary<string, string?> { ["Both"] = "options" } };

        await using var sut = await FunctionAppHost.StartAsync(WorkerSource.FromFolder(_folder.FullName), options, Cancellation);

        using var http = TestHost.CreateClient(sut.Address);
        Assert.Equal("file", await http.GetStringAsync("/app/v1/settings/A:B", Cancellation));
        Assert.Equal("options", await http.GetStringAsync("/app/v1/settings/Both", Cancellation));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), await http.GetStringAsync("/app/v1/settings/PATH", Cancellation));
    }

    private void CopyHostJson() => File.Copy(Path.Combine(TestHost.Folder, "host.json"), Path.Combine(_folder.FullName, "host.json"));

    private Task WriteAsync(string file, object content) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), JsonSerializer.Serialize(content), Cancellation);
}
