using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Replies;

/// <summary>Sends what a bot flow answered to the customer it speaks with, once for each event.</summary>
internal sealed partial class ReplySender(IJournal journal, RequestIntake intake, RequestTakeover takeover, SetAside setAside, TimeProvider time, ILogger<ReplySender> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Takes the reply over, if there is one. One that cannot be sent becomes a dead letter.</summary>
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

        if (message is null || await IsKnownAsync(id))
        {
            return;
        }

        var request = Write(id, botFlowEvent, message.Value, flow);
        if (botFlowEvent.Data.To is null)
        {
            await RefuseAsync(id, flow, receivedAt, new(ErrorCodes.ReplyRefused, $"Bot flow {flow} replied, but nobody knows to whom: the event belongs to no conversation of ours."), request);
        }
        else if (intake.AcceptAgain(request, id, out var accepted) is { } problem)
        {
            await RefuseAsync(id, flow, receivedAt, Because(flow, problem), request);
        }
        else
        {
            await takeover.PutAsync(Arrival.Of(accepted!, time.GetUtcNow(), QueueNames.MessagesLater), attempt: 0, TimeSpan.Zero);
            Log.Taken(logger, id, flow);
        }
    }

    // A flow that is called again may answer otherwise; the customer gets one answer.
    private async Task<bool> IsKnownAsync(string id)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        if (await journal.ReadAsync(id, timeout.Token) is null)
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

    private static Problem Because(string flow, Problem problem)
    {
        var reason = problem.Errors.Count > 0 ? $"{problem.Errors[0].Code} at {problem.Errors[0].Pointer}: {problem.Errors[0].Detail}" : $"{problem.Code}: {problem.Detail}";
        return new(ErrorCodes.ReplyRefused, $"The reply of bot flow {flow} is no message that may be sent. {reason}");
    }

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

        [LoggerMessage(EventIds.ReplyRefused, LogLevel.Error, "Request {Id}: the reply of bot flow {Flow} cannot be sent: {Code}")]
        public static partial void Refused(ILogger logger, string id, string flow, string code);
    }
}
