using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Sending.Queues;

namespace ServerlessMessaging.Sending;

/// <summary>Registers the sending of requests.</summary>
internal static class SendingServices
{
    // The record is written after the response of Genesys, in a few tries.
    private static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddSending(this IServiceCollection services)
    {
        services.AddOptions<SendingOptions>().BindConfiguration(SendingOptions.Section).ValidateDataAnnotations()
            .Validate<IOptions<GenesysOptions>>(
                (sending, genesys) => new[] { sending.HttpBudget, sending.BatchBudget, sending.SendBudget }.Min() > genesys.Value.MinimumAttempt,
                "Sending:HttpBudget, BatchBudget and SendBudget must be longer than Genesys:MinimumAttempt, or no attempt could ever start.")
            .Validate<IOptions<RecordOptions>>(
                (sending, records) => records.Value.Lease >= new[] { sending.HttpBudget, sending.BatchBudget, sending.SendBudget }.Max() + RecordTime,
                $"Records:Lease must be at least {RecordTime.TotalSeconds} s longer than Sending:HttpBudget, BatchBudget and SendBudget, or another process could claim a request while it is being sent.")
            .Validate<IOptions<RecordOptions>, IOptions<QueueOptions>>(
                (_, records, queues) => records.Value.Lease < queues.Value.Lease,
                "Records:Lease must be shorter than Queues:Lease, or a queue message could be delivered again before the lease of its dead owner has ended.")
            .ValidateOnStart();
        return services
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
            .AddSingleton<QueuedSender>()
            .AddSingleton<IDeadLetterReplay, RequestReplay>()
            .AddSingleton<MessageSender>()
            .AddSingleton<BatchSender>()
            .AddSingleton<MessagePreview>()
            .AddSingleton<MessageStatus>()
            .AddSingleton<QueuedMessages>()
            .AddSingleton<DeferredMessages>();
    }
}
