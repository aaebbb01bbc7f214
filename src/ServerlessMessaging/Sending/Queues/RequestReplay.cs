using Microsoft.Extensions.Options;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Replays requests. The record decides, so that nothing is sent twice.</summary>
internal sealed class RequestReplay(RequestIntake intake, IJournal journal, RequestTakeover takeover, IOptions<JournalOptions> options, TimeProvider time) : IDeadLetterReplay
{
    // Records are kept 15 days: a letter older than that had one, whatever it says.
    private static readonly TimeSpan RecordsAreKept = TimeSpan.FromDays(14);
    private static readonly TimeSpan LongestTakeover = TimeSpan.FromSeconds(5);

    public bool Handles(string queue) => queue is QueueNames.Messages or QueueNames.MessagesLater;

    public async Task<ReplayOutcome> ReplayAsync(DeadLetter letter, ReadOnlyMemory<byte> body, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        if (intake.AcceptAgain(body, letter.Id, out var request) is not null)
        {
            return ReplayOutcome.Unusable;
        }

        var now = time.GetUtcNow();
        // An end that is over would end the replay too.
        var arrival = Arrival.Of(request! with { ExpiresAt = request.ExpiresAt > now ? request.ExpiresAt : null }, now) with { Request = request, IsForced = force };
        if (await journal.ReadAsync(letter.Id, cancellationToken) is { } entry)
        {
            var verdict = StateTable.Decide(entry, arrival, Fingerprint.Of(request), options.Value.OnUnknownOutcome);
            if (dryRun || verdict is not (Verdict.Claim or Verdict.ClaimAsUnknown))
            {
                return OutcomeOf(verdict);
            }
        }
        else if (!force && (letter.Attempts > 0 || now - letter.At > RecordsAreKept))
        {
            return ReplayOutcome.RecordGone;
        }

        return dryRun ? ReplayOutcome.Replayed : OutcomeOf((await takeover.TakeAsync(arrival, LongestTakeover)).Verdict);
    }

    private static ReplayOutcome OutcomeOf(Verdict verdict) => verdict switch
    {
        Verdict.Claim or Verdict.ClaimAsUnknown => ReplayOutcome.Replayed,
        Verdict.AlreadySent => ReplayOutcome.AlreadySent,
        Verdict.Cancelled => ReplayOutcome.Cancelled,
        Verdict.Park or Verdict.Parked => ReplayOutcome.Parked,
        Verdict.AnotherBody => ReplayOutcome.AnotherBody,
        _ => ReplayOutcome.UnderWay,
    };
}
