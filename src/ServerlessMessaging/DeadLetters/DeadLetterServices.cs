namespace ServerlessMessaging.DeadLetters;

/// <summary>Registers the store and the operations of dead-letter messages.</summary>
internal static class DeadLetterServices
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) =>
        services.AddSingleton<DeadLetterStore>().AddSingleton<DeadLetterWriter>().AddSingleton<QueueMessageHandler>().AddSingleton<DeadLetterService>();
}
