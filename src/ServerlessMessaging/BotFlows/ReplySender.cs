using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.BotFlows;

/// <summary>The send request of a reply.</summary>
internal sealed record ReplyRequest(string Id, Recipient? To, JsonElement Message, string ReplyTo);

/// <summary>Queues the reply in a bot flow's response for the customer of the event, once for each event. It is validated when it is sent, as every request.</summary>
public sealed partial class ReplySender(MessageRecords records, DeferredQueue later, DeadLetterWriter deadLetters, TimeProvider time, ILogger<ReplySender> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Queues the reply, if there is one. One without a recipient or that cannot be read is dead-lettered.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: the event must be delivered again.</exception>
    internal async Task SendAsync(BotFlowEvent botFlowEvent, string flow, Delivered delivered, DateTimeOffset receivedAt)
    {
        var id = $"reply-{botFlowEvent.Id}";
        var fault = ReplyReader.Read(delivered, out var message);
        if (fault is null && message is null)
        {
            return;
        }

        if (botFlowEvent.Type is not (EventTypes.PostBack or EventTypes.Text))
        {
            // Replies to the receipts of replies would never end.
            Log.Ignored(logger, botFlowEvent.Id, botFlowEvent.Type, flow);
        }
        else if (message is { } reply)
        {
            await SendAsync(id, botFlowEvent, flow, reply, receivedAt);
        }
        else
        {
            await DeadLetterAsync(id, flow, receivedAt, new(ErrorCodes.ReplyRefused, $"The response of bot flow {flow} cannot be read. {fault}"), delivered.Response);
        }
    }

    private async Task SendAsync(string id, BotFlowEvent botFlowEvent, string flow, JsonElement message, DateTimeOffset receivedAt)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        if (await records.FindAsync(id, timeout.Token) is not null)
        {
            // A flow that gets an event twice may reply twice; the customer gets one reply.
            Log.Duplicate(logger, id);
            return;
        }

        var request = JsonSerializer.SerializeToUtf8Bytes(new ReplyRequest(id, botFlowEvent.Data.To, message, flow), BotFlowsJson.Default.ReplyRequest);
        if (botFlowEvent.Data.To is null)
        {
            var detail = $"Bot flow {flow} replied to an event that belongs to no known conversation, so the reply has no recipient.";
            await DeadLetterAsync(id, flow, receivedAt, new(ErrorCodes.ReplyRefused, detail), request);
            return;
        }

        using var putTimeout = new CancellationTokenSource(StorageTimeout, time);
        var now = time.GetUtcNow();
        await later.PutAsync(new(id, Attempt: null, now, now + IncomingRequest.DefaultValidity) { Payload = request }, TimeSpan.Zero, putTimeout.Token);
        Log.Accepted(logger, id, flow);
    }

    private async Task DeadLetterAsync(string id, string flow, DateTimeOffset receivedAt, Problem problem, ReadOnlyMemory<byte> body)
    {
        await deadLetters.WriteAsync(id, QueueNames.MessagesDeferred, receivedAt, attempts: 0, problem, body);
        Log.Refused(logger, id, flow, problem.Code.Code);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReplyAccepted, LogLevel.Information, "Request {Id} accepted: the reply of bot flow {Flow} is queued")]
        public static partial void Accepted(ILogger logger, string id, string flow);

        [LoggerMessage(EventIds.DuplicateReply, LogLevel.Information, "Request {Id} ignored: the bot flow replied to the same event before, and its first reply counts")]
        public static partial void Duplicate(ILogger logger, string id);

        [LoggerMessage(EventIds.ReplyIgnored, LogLevel.Warning, "Event {BotFlowEventId}: the response of bot flow {Flow} is ignored, because an event of type {Type} takes no reply")]
        public static partial void Ignored(ILogger logger, string botFlowEventId, string type, string flow);

        [LoggerMessage(EventIds.ReplyRefused, LogLevel.Error, "Request {Id} dead-lettered: the reply of bot flow {Flow} cannot be sent ({Code}); correct the flow")]
        public static partial void Refused(ILogger logger, string id, string flow, string code);
    }
}
