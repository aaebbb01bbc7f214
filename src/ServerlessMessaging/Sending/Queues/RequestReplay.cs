using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Replays requests. The record decides, so that no message is sent twice.</summary>
internal sealed class RequestReplay(RequestValidator validator, MessageRecords records, DeferredRequestQueue deferred, IOptions<RecordsOptions> options, IOptions<GenesysOptions> genesys, TimeProvider time) : IDeadLetterReplay
{
    // Records are kept 15 days: the record of an older dead-letter message may have been deleted.
    private static readonly TimeSpan RecordLifetime = TimeSpan.FromDays(14);
    private static readonly TimeSpan AcceptTimeout = TimeSpan.FromSeconds(5);

    public bool Handles(string queue) => queue is QueueNames.Messages or QueueNames.MessagesDeferred;

    public async Task<ReplayOutcome> ReplayAsync(DeadLetter deadLetter, ReadOnlyMemory<byte> body, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        if (validator.Revalidate(body, deadLetter.Id, out var request) is not null)
        {
            return ReplayOutcome.Unusable;
        }

        var now = time.GetUtcNow();
        // With an expiresAt that leaves no time for an attempt the replay would expire too.
        var incoming = new IncomingRequest(request! with { ExpiresAt = request.ExpiresAt - now >= genesys.Value.MinimumAttempt ? request.ExpiresAt : null }, now) with { Request = request, IsForced = force };
        if (await records.FindAsync(deadLetter.Id, cancellationToken) is { } entry)
        {
            var decision = StateTable.Decide(entry, incoming, RequestWriter.Fingerprint(request), options.Value.OnUnknownOutcome);
            if (!force && (decision == ClaimDecision.ClaimAsUnknown || (decision == ClaimDecision.Claim && entry.Value.MayHaveBeenSent)))
            {
                return ReplayOutcome.Parked;
            }

            if (dryRun || decision is not (ClaimDecision.Claim or ClaimDecision.ClaimAsUnknown))
            {
                return OutcomeOf(decision);
            }
        }
        else if (!force && (deadLetter.Attempts > 0 || now - deadLetter.At > RecordLifetime))
        {
            return ReplayOutcome.RecordExpired;
        }
        else if (deadLetter.Code == ErrorCodes.OutcomeUnknown.Code)
        {
            // The record that said so is gone.
            incoming = incoming with { UnknownOutcomes = 1 };
        }

        return dryRun ? ReplayOutcome.Replayed : OutcomeOf((await deferred.AcceptAsync(incoming, AcceptTimeout)).Decision);
    }

    private static ReplayOutcome OutcomeOf(ClaimDecision decision) => decision switch
    {
        ClaimDecision.Claim or ClaimDecision.ClaimAsUnknown => ReplayOutcome.Replayed,
        ClaimDecision.AlreadySent => ReplayOutcome.AlreadySent,
        ClaimDecision.Cancelled => ReplayOutcome.Cancelled,
        ClaimDecision.Park or ClaimDecision.Parked => ReplayOutcome.Parked,
        ClaimDecision.PayloadMismatch => ReplayOutcome.PayloadMismatch,
        _ => ReplayOutcome.InProgress,
    };
}
