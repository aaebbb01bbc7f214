using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Registers what is set aside.</summary>
internal static class DeadLetterServices
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) =>
        services.AddSingleton<DeadLetterStore>().AddSingleton<SetAside>().AddSingleton<QueueDeliveries>().AddSingleton<DeadLetterDesk>();
}
