namespace ServerlessMessaging.Records;

/// <summary>Registers the message records.</summary>
internal static class RecordsServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.AddOptions<RecordsOptions>().BindConfiguration(RecordsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<MessageRecords>()
            .AddSingleton<MessageList>()
            .AddSingleton<RequestIndex>()
            .AddSingleton<ConversationReplies>()
            .AddSingleton<RecordRetention>()
            .AddSingleton<StatusEventPublisher>();
    }
}
