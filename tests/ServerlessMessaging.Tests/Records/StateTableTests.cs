using Azure;
using CsCheck;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Records;

/// <summary>The state table of the contract against the code, for callers over HTTP, the public queue and deferred copies.</summary>
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
    private static readonly Dictionary<MessageState, (ClaimDecision Http, ClaimDecision PublicQueue, ClaimDecision CopyOfTheAttempt, ClaimDecision OlderCopy)> Table = new()
    {
        [MessageState.Queued] = (ClaimDecision.AlreadyQueued, ClaimDecision.Claim, ClaimDecision.Claim, ClaimDecision.Superseded),
        [MessageState.Scheduled] = (ClaimDecision.AlreadyQueued, ClaimDecision.AlreadyQueued, ClaimDecision.Claim, ClaimDecision.Superseded),
        [MessageState.Deferred] = (ClaimDecision.AlreadyQueued, ClaimDecision.AlreadyQueued, ClaimDecision.Claim, ClaimDecision.Superseded),
        [MessageState.Sent] = (ClaimDecision.AlreadySent, ClaimDecision.AlreadySent, ClaimDecision.AlreadySent, ClaimDecision.AlreadySent),
        [MessageState.Delivered] = (ClaimDecision.AlreadySent, ClaimDecision.AlreadySent, ClaimDecision.AlreadySent, ClaimDecision.AlreadySent),
        [MessageState.Failed] = (ClaimDecision.Claim, ClaimDecision.Claim, ClaimDecision.Claim, ClaimDecision.Claim),
        [MessageState.Cancelled] = (ClaimDecision.Cancelled, ClaimDecision.Cancelled, ClaimDecision.Cancelled, ClaimDecision.Cancelled),
        [MessageState.Unknown] = (ClaimDecision.Parked, ClaimDecision.Parked, ClaimDecision.Parked, ClaimDecision.Parked),
    };

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Enum<MessageState>(), Gen.Enum<From>(), Gen.OneOf(0, 119, 120, 600), Gen.Enum<UnknownOutcomePolicy>(), Gen.Bool.Array[6],
        (state, from, age, policy, flags) => new Case(state, from, age, policy, flags[0], flags[1], flags[2], flags[3], flags[4], flags[5]));

    [Fact]
    public void Decide_AnyRecordAndRequest_AgreesWithTheTable() =>
        Cases.Sample(item => Assert.Equal(Expected(item), StateTable.Decide(item.ToEntry(), item.ToRequest(), item.IsSameBody ? Same : "other", item.Policy)), iter: 100_000);

    private static ClaimDecision Expected(Case item) => item switch
    {
        // The record's owner failed by HTTP after the copy was written: its caller knows, and the copy is no longer what counts.
        { State: MessageState.Failed, From: From.OlderCopy, IsQueued: false } => ClaimDecision.Superseded,
        { IsWaiting: true, From: From.OlderCopy, IsLeased: false } => ClaimDecision.Superseded,
        { State: MessageState.Failed, MayHaveBeenSent: false } => ClaimDecision.Claim,
        { IsSameBody: false } => ClaimDecision.PayloadMismatch,
        // The owner itself wrote the copy of the next attempt when its attempt had ended, so only its record is late.
        { State: MessageState.Sending, From: From.NewerCopy, IsWrittenByTheOwner: true } => ClaimDecision.Claim,
        { State: MessageState.Sending, IsLeaseAlive: true } => ClaimDecision.InProgress,
        { State: MessageState.Sending, Policy: UnknownOutcomePolicy.Park, IsForced: false } => ClaimDecision.Park,
        { State: MessageState.Sending } => ClaimDecision.ClaimAsUnknown,
        // With a lease the request is still being put onto the queue, unless its copy has arrived.
        { IsWaiting: true, From: From.CopyOfTheAttempt or From.NewerCopy } => ClaimDecision.Claim,
        { IsWaiting: true, IsLeaseAlive: true } => ClaimDecision.InProgress,
        { IsWaiting: true, IsLeased: true } => ClaimDecision.Claim,
        { State: MessageState.Unknown, IsForced: true } => ClaimDecision.Claim,
        { From: From.Http } => Table[item.State].Http,
        { From: From.PublicQueue } => Table[item.State].PublicQueue,
        { From: From.OlderCopy } => Table[item.State].OlderCopy,
        _ => Table[item.State].CopyOfTheAttempt,
    };

    private sealed record Case(
        MessageState State, From From, int SecondsSinceWritten, UnknownOutcomePolicy Policy, bool HasLease, bool IsSameBody, bool IsForced, bool IsQueued, bool MayHaveBeenSent, bool IsWrittenByTheOwner)
    {
        // A sender has a lease; a queued request has none.
        public bool IsLeased => State == MessageState.Sending || (HasLease && State is MessageState.Queued or MessageState.Scheduled);

        public bool IsLeaseAlive => IsLeased && SecondsSinceWritten < 120;

        public bool IsWaiting => State is MessageState.Queued or MessageState.Scheduled or MessageState.Deferred;

        public Versioned<MessageRecord> ToEntry() => new(
            new MessageRecord
            {
                Id = "r-1",
                State = State,
                Attempt = Attempt,
                Fingerprint = Same,
                Route = SendRoute.OpenMessaging,
                AcceptedAt = Written,
                Owner = "owner",
                Lease = IsLeased ? Lease : null,
                IsQueued = IsQueued,
                UnknownOutcomes = MayHaveBeenSent ? 1 : 0,
                Failures = [new(Written, Attempt, ErrorCodes.RateLimited.Code, "why")],
            },
            new ETag("1"),
            Written,
            Written.AddSeconds(SecondsSinceWritten));

        public IncomingRequest ToRequest() => new IncomingRequest(Request, Written) with
        {
            IsForced = IsForced,
            Queue = From switch { From.Http => null, From.PublicQueue => QueueNames.Messages, _ => QueueNames.MessagesDeferred },
            Attempt = From switch { From.OlderCopy => (int?)Attempt - 1, From.CopyOfTheAttempt => Attempt, From.NewerCopy => Attempt + 1, _ => null },
            EndedOwner = From != From.NewerCopy ? null : IsWrittenByTheOwner ? "owner" : "earlier",
        };
    }
}
