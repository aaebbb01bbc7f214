using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending;

/// <summary>Makes dead letters of requests that were claimed and cannot be sent.</summary>
public sealed class UnsentRequests(SetAside setAside)
{
    /// <summary>Sets a request aside that was claimed.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task WriteAsync(SendRecord record, Arrival arrival, Problem problem) => WriteAsync(arrival, record.Attempt, problem);

    /// <summary>Sets a request aside.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task WriteAsync(Arrival arrival, int attempts, Problem problem) => setAside.WriteAsync(
        arrival.Id, arrival.Queue ?? QueueNames.MessagesLater, arrival.AcceptedAt, attempts, problem, RequestWriter.Write(arrival.Request));
}
