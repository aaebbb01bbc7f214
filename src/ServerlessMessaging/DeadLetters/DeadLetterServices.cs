namespace ServerlessMessaging.DeadLetters;

/// <summary>Registers the dead letters.</summary>
internal static class DeadLetterServices
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) =>
        services.AddSingleton<DeadLetterStore>().AddSingleton<DeadLetterWriter>().AddSingleton<QueueMessageHandler>().AddSingleton<DeadLetterService>();
}
