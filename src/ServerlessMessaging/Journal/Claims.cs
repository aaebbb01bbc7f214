using Microsoft.Extensions.Options;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Journal;

/// <summary>Gives each request one owner at a time.</summary>
public sealed class Claims(IJournal journal, IOptions<JournalOptions> options)
{
    // Each turn means that somebody else changed the record in between, which can happen only so often.
    private const int Turns = 20;

    /// <summary>Claims a request, or tells why it cannot be.</summary>
    /// <param name="arrival">What arrives.</param>
    /// <param name="aim">What it is claimed for: <c>Sending</c>, or <c>Queued</c> or <c>Scheduled</c> where a queue shall hold it.</param>
    /// <param name="owner">The mark of this claim, by which a write of ours is recognised whose answer was lost.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public async Task<Claim> TakeAsync(Arrival arrival, SendState aim, string owner, CancellationToken cancellationToken)
    {
        var request = arrival.Request;
        var claim = new SendRecord
        {
            Id = arrival.Id,
            State = aim,
            Attempt = Math.Max(1, arrival.Attempt),
            Fingerprint = Fingerprint.Of(request),
            Route = request.To.Route,
            AcceptedAt = arrival.AcceptedAt,
            ReplyTo = request.ReplyTo,
            Notify = request.Notify,
            ExpiresAt = arrival.ExpiresAt,
            DueAt = aim == SendState.Scheduled ? request.SendAt : null,
            IsHeld = arrival.IsQueued,
            UnknownOutcomes = arrival.UnknownOutcomes,
            Owner = owner,
            Lease = options.Value.Lease,
        };
        for (var turn = 0; turn < Turns; turn++)
        {
            if (await TryAsync(claim, arrival, cancellationToken) is { } taken)
            {
                return taken;
            }
        }

        throw new UnreadableBlobException($"The record of request {claim.Id} changed {Turns} times while it was being claimed.");
    }

    /// <summary>Gives back a claim that may or may not have been written: nothing was sent under it.</summary>
    public async Task ReleaseAsync(Arrival arrival, string owner, CancellationToken cancellationToken)
    {
        if (await journal.ReadAsync(arrival.Id, cancellationToken) is { } entry && entry.Record.Owner == owner)
        {
            await journal.TryReplaceAsync(entry, entry.Record with { State = StateBefore(entry.Record, arrival), Owner = null, Lease = null, DueAt = null }, cancellationToken);
        }
    }

    /// <summary>
    /// The state of a record whose claim is given back. A copy goes on waiting, so its id is nobody else's; what somebody forced stays his decision.
    /// </summary>
    public static SendState StateBefore(SendRecord record, Arrival arrival) =>
        arrival.IsForced ? SendState.Unknown
        : arrival.IsCopy && arrival.Attempt == record.Attempt ? SendState.Deferred
        : SendState.Failed;

    private async Task<Claim?> TryAsync(SendRecord claim, Arrival arrival, CancellationToken cancellationToken)
    {
        // Most requests are new: creating first saves them a read.
        if (await journal.TryCreateAsync(claim, cancellationToken) is { } created)
        {
            return new(Verdict.Claim, created);
        }

        if (await journal.ReadAsync(claim.Id, cancellationToken) is not { } entry)
        {
            return null;
        }

        if (entry.Record.Owner == claim.Owner)
        {
            // Our own write, whose answer was lost on the way.
            return new(Verdict.Claim, entry);
        }

        var verdict = StateTable.Decide(entry, arrival, claim.Fingerprint, options.Value.OnUnknownOutcome);
        return Change(verdict, entry.Record, claim, arrival) is not { } change ? new(verdict, entry)
            : await journal.TryReplaceAsync(entry, change, cancellationToken) is { } replaced ? new(verdict, replaced)
            : null;
    }

    private static SendRecord? Change(Verdict verdict, SendRecord record, SendRecord claim, Arrival arrival) => verdict switch
    {
        Verdict.Claim => Own(record, claim, arrival),
        Verdict.ClaimAsUnknown when Own(record, claim, arrival) is var own => own with { UnknownOutcomes = own.UnknownOutcomes + 1 },
        _ => null,
    };

    // What is remembered of earlier attempts stays; what this arrival says replaces the rest.
    private static SendRecord Own(SendRecord record, SendRecord claim, Arrival arrival) => claim with
    {
        Attempt = arrival.IsCopy && record.State is SendState.Queued or SendState.Scheduled or SendState.Deferred
            ? Math.Max(record.Attempt, arrival.Attempt)
            : Math.Max(record.Attempt + 1, arrival.Attempt),
        IsHeld = record.IsHeld || claim.IsHeld,
        To = record.Fingerprint == claim.Fingerprint ? record.To : null,
        // The copy knows of a lost answer even where the record of it could not be written.
        UnknownOutcomes = Math.Max(record.UnknownOutcomes, arrival.UnknownOutcomes),
        Failures = record.Failures,
    };
}
