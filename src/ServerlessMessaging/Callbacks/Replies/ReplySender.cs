using System.Buffers;
using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Replies;

/// <summary>Puts what a bot flow answered on its way to the customer it speaks with, once for each event. Its rules are checked where every request's are.</summary>
public sealed partial class ReplySender(MessageRecords records, DeferredQueue later, DeadLetterWriter setAside, TimeProvider time, ILogger<ReplySender> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Takes the reply over, if there is one. One that is nobody's or cannot be read becomes a dead letter.</summary>
    /// <param name="botFlowEvent">The event that was answered.</param>
    /// <param name="flow">The name of the flow.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="receivedAt">When we got what the event tells of.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>: the flow must be asked again.</exception>
    public async Task SendAsync(BotFlowEvent botFlowEvent, string flow, Delivered answer, DateTimeOffset receivedAt)
    {
        var id = $"reply-{botFlowEvent.Id}";
        if (answer.IsCut)
        {
            await RefuseAsync(id, flow, receivedAt, new(ErrorCodes.ReplyRefused, $"Bot flow {flow} answered more than {BotFlowPost.LongestAnswer} bytes. Answer with the reply alone."), answer.Answer);
            return;
        }

        if (ReplyReader.Read(answer.Answer, out var message) is { } unreadable)
        {
            await RefuseAsync(id, flow, receivedAt, Because(flow, unreadable), answer.Answer);
            return;
        }

        if (message is null)
        {
            return;
        }

        if (botFlowEvent.Type is not (EventTypes.PostBack or EventTypes.Text))
        {
            // A reply to the receipt of a reply would never end.
            Log.Ignored(logger, botFlowEvent.Id, botFlowEvent.Type, flow);
            return;
        }

        if (await IsKnownAsync(id))
        {
            return;
        }

        var request = Write(id, botFlowEvent, message.Value, flow);
        if (botFlowEvent.Data.To is null)
        {
            await RefuseAsync(id, flow, receivedAt, new(ErrorCodes.ReplyRefused, $"Bot flow {flow} replied, but nobody knows to whom: the event belongs to no conversation of ours."), request);
        }
        else
        {
            await PutAsync(id, request);
            Log.Taken(logger, id, flow);
        }
    }

    private async Task PutAsync(string id, ReadOnlyMemory<byte> request)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        var now = time.GetUtcNow();
        await later.PutAsync(new(id, Attempt: 0, now, now + IncomingRequest.DefaultValidity) { Payload = request }, TimeSpan.Zero, timeout.Token);
    }

    // A flow that is called again may answer otherwise; the customer gets one answer.
    private async Task<bool> IsKnownAsync(string id)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        if (await records.FindAsync(id, timeout.Token) is null)
        {
            return false;
        }

        Log.Repeated(logger, id);
        return true;
    }

    private async Task RefuseAsync(string id, string flow, DateTimeOffset receivedAt, Problem problem, ReadOnlyMemory<byte> body)
    {
        await setAside.WriteAsync(id, QueueNames.MessagesLater, receivedAt, attempts: 0, problem, body);
        Log.Refused(logger, id, flow, problem.Code.Code);
    }

    private static Problem Because(string flow, Problem problem) =>
        new(ErrorCodes.ReplyRefused, $"The answer of bot flow {flow} cannot be read. {problem.Code} at {problem.Errors[0].Pointer}: {problem.Errors[0].Detail}");

    private static ReadOnlyMemory<byte> Write(string id, BotFlowEvent botFlowEvent, JsonElement message, string flow)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            if (botFlowEvent.Data.To is { } to)
            {
                writer.WritePropertyName("to");
                JsonSerializer.Serialize(writer, to, JsonContracts.Stored.Recipient);
            }

            writer.WritePropertyName("message");
            message.WriteTo(writer);
            writer.WriteString("replyTo", flow);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ReplyTaken, LogLevel.Information, "Request {Id}: the reply of bot flow {Flow} is on its way")]
        public static partial void Taken(ILogger logger, string id, string flow);

        [LoggerMessage(EventIds.ReplyRepeated, LogLevel.Information, "Request {Id}: a bot flow was called again and replied again; its first reply counts")]
        public static partial void Repeated(ILogger logger, string id);

        [LoggerMessage(EventIds.ReplyIgnored, LogLevel.Warning, "Event {EventId}: bot flow {Flow} replied to {Type}, to which nobody waits for a reply")]
        public static partial void Ignored(ILogger logger, string eventId, string type, string flow);

        [LoggerMessage(EventIds.ReplyRefused, LogLevel.Error, "Request {Id}: the reply of bot flow {Flow} cannot be sent: {Code}")]
        public static partial void Refused(ILogger logger, string id, string flow, string code);
    }
}
