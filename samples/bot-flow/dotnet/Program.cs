using System.Net;
using BotFlow;

if (!Settings.TryRead(Environment.GetEnvironmentVariable, out var settings, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 1;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
    .SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestBodySize = EventEndpoint.MaxBodySize;
    kestrel.Listen(settings.Address);
});
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));

var app = builder.Build();
var endpoint = new EventEndpoint(new WebhookSignature(settings.Keys, TimeProvider.System), new ProcessedEvents());
app.MapGet("/", () => "ok");
app.MapPost("/{**path}", endpoint.HandleAsync);

try
{
    await app.StartAsync();
}
catch (IOException exception)
{
    await Console.Error.WriteLineAsync($"The bot flow cannot listen on {settings.Address}: {exception.Message}");
    return 1;
}

Console.WriteLine($"Bot flow listens on http://{new IPEndPoint(settings.Address.Address, new Uri(app.Urls.First()).Port)}/");
await app.WaitForShutdownAsync();
return 0;
