using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Sending.Queues;

namespace ServerlessMessaging.Sending;

/// <summary>Registers the sending of requests.</summary>
internal static class SendingServices
{
    public static IServiceCollection AddSending(this IServiceCollection services) => services
        .AddSingleton<SendLog>()
        .AddSingleton<SendTelemetry>()
        .AddSingleton<RequestValidator>()
        .AddSingleton<PostResults>()
        .AddSingleton<EventPoster>()
        .AddSingleton<PostBatcher>()
        .AddSingleton<MessagePoster>()
        .AddSingleton<SendRecords>()
        .AddSingleton<DeferredRequestQueue>()
        .AddSingleton<SendSettlement>()
        .AddSingleton<ExpiredDuplicates>()
        .AddSingleton<QueuedSender>()
        .AddSingleton<IDeadLetterReplay, RequestReplay>()
        .AddSingleton<MessageSender>()
        .AddSingleton<BatchSender>()
        .AddSingleton<MessagePreview>()
        .AddSingleton<MessageStatus>()
        .AddSingleton<RequestDeadLetters>()
        .AddSingleton<QueuedMessages>()
        .AddSingleton<DeferredMessages>();
}
