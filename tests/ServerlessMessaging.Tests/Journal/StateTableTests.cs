using Azure;
using CsCheck;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Content;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Journal;

/// <summary>The contract's table against the code: what state gives what, to a caller, to the public queue and to our own copies.</summary>
public sealed class StateTableTests
{
    private const string Same = "same";
    private const int Attempt = 3;
    private static readonly DateTimeOffset Written = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly SendRequest Request = new("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null);

    private enum From
    {
        Http,
        PublicQueue,
        CopyOfTheAttempt,
        OlderCopy,
        NewerCopy,
    }

    // A copy of an older attempt is dropped where the current attempt's copy waits.
    private static readonly Dictionary<SendState, (Verdict Http, Verdict PublicQueue, Verdict CopyOfTheAttempt, Verdict OlderCopy)> Table = new()
    {
        [SendState.Queued] = (Verdict.Taken, Verdict.Claim, Verdict.Claim, Verdict.Superseded),
        [SendState.Scheduled] = (Verdict.Taken, Verdict.Taken, Verdict.Claim, Verdict.Superseded),
        [SendState.Deferred] = (Verdict.Taken, Verdict.Taken, Verdict.Claim, Verdict.Superseded),
        [SendState.Sent] = (Verdict.AlreadySent, Verdict.AlreadySent, Verdict.AlreadySent, Verdict.AlreadySent),
        [SendState.Delivered] = (Verdict.AlreadySent, Verdict.AlreadySent, Verdict.AlreadySent, Verdict.AlreadySent),
        [SendState.Failed] = (Verdict.Claim, Verdict.Claim, Verdict.Claim, Verdict.Claim),
        [SendState.Cancelled] = (Verdict.Cancelled, Verdict.Cancelled, Verdict.Cancelled, Verdict.Cancelled),
        [SendState.Unknown] = (Verdict.Parked, Verdict.Parked, Verdict.Parked, Verdict.Parked),
    };

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Enum<SendState>(), Gen.Enum<From>(), Gen.OneOf(0, 119, 120, 600), Gen.Enum<UnknownOutcomePolicy>(), Gen.Bool.Array[5],
        (state, from, age, policy, flags) => new Case(state, from, age, policy, flags[0], flags[1], flags[2], flags[3], flags[4]));

    [Fact]
    public void Decide_AnyRecordAndRequest_AgreesWithTheTable() =>
        Cases.Sample(item => Assert.Equal(Expected(item), StateTable.Decide(item.ToEntry(), item.ToArrival(), item.IsSameBody ? Same : "other", item.Policy)), iter: 100_000);

    private static Verdict Expected(Case item) => item switch
    {
        // The record's owner failed by HTTP after the copy was written: its caller knows, and the copy is no longer what counts.
        { State: SendState.Failed, From: From.OlderCopy, IsHeld: false } => Verdict.Superseded,
        { IsWaiting: true, From: From.OlderCopy, IsLeased: false } => Verdict.Superseded,
        { State: SendState.Failed, MayHaveBeenSent: false } => Verdict.Claim,
        { IsSameBody: false } => Verdict.AnotherBody,
        // The copy of the next attempt is written when an attempt has ended, so its record is late.
        { State: SendState.Sending, From: From.NewerCopy } => Verdict.Claim,
        { State: SendState.Sending, IsLeaseAlive: true } => Verdict.InProgress,
        { State: SendState.Sending, Policy: UnknownOutcomePolicy.Park, IsForced: false } => Verdict.Park,
        { State: SendState.Sending } => Verdict.ClaimAsUnknown,
        // With a lease the request is still being put onto the queue, unless its copy has arrived.
        { IsWaiting: true, From: From.CopyOfTheAttempt or From.NewerCopy } => Verdict.Claim,
        { IsWaiting: true, IsLeaseAlive: true } => Verdict.InProgress,
        { IsWaiting: true, IsLeased: true } => Verdict.Claim,
        { State: SendState.Unknown, IsForced: true } => Verdict.Claim,
        { From: From.Http } => Table[item.State].Http,
        { From: From.PublicQueue } => Table[item.State].PublicQueue,
        { From: From.OlderCopy } => Table[item.State].OlderCopy,
        _ => Table[item.State].CopyOfTheAttempt,
    };

    private sealed record Case(
        SendState State, From From, int SecondsSinceWritten, UnknownOutcomePolicy Policy, bool HasLease, bool IsSameBody, bool IsForced, bool IsHeld, bool MayHaveBeenSent)
    {
        // Who sends has a lease; who has put the request onto the queue has none.
        public bool IsLeased => State == SendState.Sending || (HasLease && State is SendState.Queued or SendState.Scheduled);

        public bool IsLeaseAlive => IsLeased && SecondsSinceWritten < 120;

        public bool IsWaiting => State is SendState.Queued or SendState.Scheduled or SendState.Deferred;

        public JournalEntry ToEntry() => new(
            new SendRecord
            {
                Id = "r-1",
                State = State,
                Attempt = Attempt,
                Fingerprint = Same,
                Route = SendRoute.OpenMessaging,
                AcceptedAt = Written,
                Lease = IsLeased ? Lease : null,
                IsHeld = IsHeld,
                Failures = [new(Written, Attempt, MayHaveBeenSent ? ErrorCodes.OutcomeUnknown.Code : ErrorCodes.RateLimited.Code, "why")],
            },
            new ETag("1"),
            Written,
            Written.AddSeconds(SecondsSinceWritten));

        public Arrival ToArrival() => Arrival.Of(Request, Written) with
        {
            IsForced = IsForced,
            Queue = From switch { From.Http => null, From.PublicQueue => QueueNames.Messages, _ => QueueNames.MessagesLater },
            Attempt = From switch { From.OlderCopy => Attempt - 1, From.CopyOfTheAttempt => Attempt, From.NewerCopy => Attempt + 1, _ => 0 },
        };
    }
}
