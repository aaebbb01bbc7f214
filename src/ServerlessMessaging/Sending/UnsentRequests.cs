using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Makes dead letters of requests that were claimed and cannot be sent.</summary>
public sealed class UnsentRequests(DeadLetterWriter setAside)
{
    /// <summary>Sets a request aside that was claimed.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task WriteAsync(MessageRecord record, IncomingRequest incoming, Problem problem) => WriteAsync(incoming, record.Attempt, problem);

    /// <summary>Sets a request aside.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task WriteAsync(IncomingRequest incoming, int attempts, Problem problem) => setAside.WriteAsync(
        incoming.Id, incoming.Queue ?? QueueNames.MessagesLater, incoming.AcceptedAt, attempts, problem, RequestWriter.Write(incoming.Request));
}
