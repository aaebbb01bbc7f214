using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Journal;

/// <summary>Registers the journal.</summary>
internal static class JournalServices
{
    public static IServiceCollection AddJournal(this IServiceCollection services)
    {
        services.AddOptions<JournalOptions>().BindConfiguration(JournalOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<IJournal, BlobJournal>().AddSingleton<Claims>().AddSingleton<MessageIndex>().AddSingleton<StatusNotices>();
    }
}
