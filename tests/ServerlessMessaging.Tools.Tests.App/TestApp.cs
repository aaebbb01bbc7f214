using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Tools.Tests.App;

/// <summary>The behaviour of the functions; a test in the same process replaces it.</summary>
public record TestApp
{
    /// <summary>Handles a request of the function Call.</summary>
    public Func<HttpRequest, CancellationToken, Task<IResult>> OnCall { get; init; } = (_, _) => Task.FromResult(Results.Text($"{Environment.ProcessId}"));

    /// <summary>Handles a message of the queue orders.</summary>
    public Func<QueueMessage, CancellationToken, Task> OnOrder { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Handles a message of another queue, as text.</summary>
    public Func<string, Task> OnText { get; init; } = _ => Task.CompletedTask;

    /// <summary>Handles an occurrence of the timer.</summary>
    public Func<TimerInfo, Task> OnTick { get; init; } = _ => Task.CompletedTask;
}

/// <summary>The registrations of Program.cs.</summary>
public static class TestAppSetup
{
    /// <summary>Adds the web application and, unless a test registered its own, a behaviour that reports to a queue.</summary>
    public static void AddTestApp(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.Services.TryAddSingleton(services => Observable(services.GetRequiredService<IConfiguration>()));
    }

    // Reports to the queue results: a hanging call, and each message with the id of its process.
    private static TestApp Observable(IConfiguration configuration)
    {
        return new()
        {
            OnCall = async (request, cancellationToken) =>
            {
                if (request.Query.ContainsKey("hang"))
                {
                    await ReportAsync("hangs");
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                return Results.Text($"{Environment.ProcessId}");
            },
            OnOrder = async (message, _) =>
            {
                await ReportAsync($"{Environment.ProcessId} {message.DequeueCount} {message.Body}");
                if (message.Body.ToString() == "hang" && message.DequeueCount == 1)
                {
                    await Task.Delay(Timeout.Infinite, CancellationToken.None);
                }
            },
        };

        async Task ReportAsync(string text)
        {
            var results = new QueueClient(configuration["AzureWebJobsStorage"], "results");
            await results.CreateIfNotExistsAsync();
            await results.SendMessageAsync(text);
        }
    }
}
