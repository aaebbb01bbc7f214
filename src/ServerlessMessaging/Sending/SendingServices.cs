using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Journal;

namespace ServerlessMessaging.Sending;

/// <summary>Registers the way out.</summary>
internal static class SendingServices
{
    // A send's record is written after its answer from Genesys, in a few tries.
    private static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddSending(this IServiceCollection services)
    {
        services.AddOptions<SendingOptions>().BindConfiguration(SendingOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<GenesysOptions>>(
                (sending, genesys) => sending.HttpBudget > genesys.Value.MinimumAttempt,
                "Sending:HttpBudget must be longer than Genesys:MinimumAttempt, or no attempt could ever start.")
            .Validate<IOptions<JournalOptions>>(
                (sending, journal) => journal.Value.Lease >= sending.HttpBudget + RecordTime,
                $"Journal:Lease must be at least {RecordTime.TotalSeconds} s longer than Sending:HttpBudget, or a request could be taken over while it is being sent.")
            .ValidateOnStart();
        return services
            .AddSingleton<RequestIntake>()
            .AddSingleton<RecipientResolver>()
            .AddSingleton<SendLog>()
            .AddSingleton<SendLedger>()
            .AddSingleton(provider => new MessageLookup(
                provider.GetRequiredService<IJournal>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MessageLookup>>()))
            .AddSingleton(provider => new MessageSender(
                provider.GetRequiredService<RequestIntake>(),
                provider.GetRequiredService<SendLedger>(),
                provider.GetRequiredService<RecipientResolver>(),
                provider.GetRequiredService<MessageRoutes>(),
                provider.GetRequiredService<GenesysApi>(),
                provider.GetRequiredService<SendLog>(),
                provider.GetRequiredService<IOptions<SendingOptions>>(),
                provider.GetRequiredService<IOptions<JournalOptions>>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new MessagePreview(
                provider.GetRequiredService<RequestIntake>(),
                provider.GetRequiredService<MessageRoutes>(),
                provider.GetRequiredService<ILogger<MessagePreview>>()));
    }
}
