namespace ServerlessMessaging.Records;

/// <summary>Registers the message records.</summary>
internal static class RecordsServices
{
    public static IServiceCollection AddRecords(this IServiceCollection services)
    {
        services.AddOptions<RecordsOptions>().BindConfiguration(RecordsOptions.Section).ValidateDataAnnotations()
            .Validate(records => records.ContentRetention >= TimeSpan.Zero && records.ContentRetention <= records.Retention, "Records:ContentRetention must be between 0, which keeps no message, and Records:Retention.")
            .ValidateOnStart();
        return services
            .AddSingleton<MessageRecords>()
            .AddSingleton<MessageList>()
            .AddSingleton<RequestIndex>()
            .AddSingleton<ConversationReplies>()
            .AddSingleton<RecentSends>()
            .AddSingleton<MessageContents>()
            .AddSingleton<RecordRetention>()
            .AddSingleton<StatusEventPublisher>();
    }
}
