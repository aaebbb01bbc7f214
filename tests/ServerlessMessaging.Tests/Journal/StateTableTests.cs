using Azure;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Content;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Journal;

/// <summary>The contract's table, row by row: what state answers what, to whom.</summary>
public sealed class StateTableTests
{
    private const string Same = "same";
    private const int Attempt = 3;
    private static readonly DateTimeOffset Written = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly Arrival Http = Arrival.Of(new SendRequest("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null), Written);
    private static readonly Arrival Queue = Http with { Queue = QueueNames.Messages };
    private static readonly Arrival Copy = Http with { Queue = QueueNames.MessagesLater, Attempt = Attempt };

    [Theory]
    [InlineData(SendState.Queued, "Taken")]
    [InlineData(SendState.Scheduled, "Taken")]
    [InlineData(SendState.Deferred, "Taken")]
    [InlineData(SendState.Sent, "AlreadySent")]
    [InlineData(SendState.Delivered, "AlreadySent")]
    [InlineData(SendState.Failed, "Claim")]
    [InlineData(SendState.Cancelled, "Cancelled")]
    [InlineData(SendState.Unknown, "Parked")]
    public void Who_posts_is_answered_from_the_state(SendState state, string verdict) => Expect(verdict, state, Http);

    [Theory]
    [InlineData(SendState.Queued, "Claim")]
    [InlineData(SendState.Scheduled, "Taken")]
    [InlineData(SendState.Deferred, "Taken")]
    [InlineData(SendState.Sent, "AlreadySent")]
    [InlineData(SendState.Delivered, "AlreadySent")]
    [InlineData(SendState.Failed, "Claim")]
    [InlineData(SendState.Cancelled, "Cancelled")]
    [InlineData(SendState.Unknown, "Parked")]
    public void The_public_queue_brings_what_waits_already_or_is_sent(SendState state, string verdict) => Expect(verdict, state, Queue);

    [Theory]
    [InlineData(SendState.Queued, "Claim")]
    [InlineData(SendState.Scheduled, "Claim")]
    [InlineData(SendState.Deferred, "Claim")]
    [InlineData(SendState.Sent, "AlreadySent")]
    [InlineData(SendState.Delivered, "AlreadySent")]
    [InlineData(SendState.Failed, "Claim")]
    [InlineData(SendState.Cancelled, "Cancelled")]
    [InlineData(SendState.Unknown, "Parked")]
    public void The_copy_of_the_records_attempt_is_the_one_that_is_sent(SendState state, string verdict) => Expect(verdict, state, Copy);

    [Theory]
    [InlineData(SendState.Queued, "Superseded")]
    [InlineData(SendState.Scheduled, "Superseded")]
    [InlineData(SendState.Deferred, "Superseded")]
    [InlineData(SendState.Failed, "Superseded")]
    [InlineData(SendState.Sending, "ClaimAsUnknown")]
    [InlineData(SendState.Sent, "AlreadySent")]
    [InlineData(SendState.Delivered, "AlreadySent")]
    [InlineData(SendState.Cancelled, "Cancelled")]
    [InlineData(SendState.Unknown, "Parked")]
    public void An_older_copy_is_superseded_where_a_newer_one_holds_the_request(SendState state, string verdict) =>
        Expect(verdict, state, Copy with { Attempt = Attempt - 1 });

    [Theory]
    [InlineData(119, UnknownOutcomePolicy.Resend, "InProgress")]
    [InlineData(119, UnknownOutcomePolicy.Park, "InProgress")]
    [InlineData(120, UnknownOutcomePolicy.Resend, "ClaimAsUnknown")]
    [InlineData(120, UnknownOutcomePolicy.Park, "Park")]
    public void A_send_under_way_is_left_alone_until_its_lease_ends(int secondsLater, UnknownOutcomePolicy policy, string verdict)
    {
        foreach (var arrival in new[] { Http, Queue, Copy })
        {
            Expect(verdict, SendState.Sending, arrival, isLeased: true, secondsLater, policy);
        }
    }

    [Theory]
    [InlineData(SendState.Queued)]
    [InlineData(SendState.Scheduled)]
    public void While_it_is_handed_to_the_queue_only_its_copy_may_have_it(SendState state)
    {
        Expect("InProgress", state, Http, isLeased: true, secondsLater: 119);
        Expect("InProgress", state, Queue, isLeased: true, secondsLater: 119);
        Expect("Claim", state, Copy, isLeased: true, secondsLater: 119);
    }

    [Theory]
    [InlineData(SendState.Queued)]
    [InlineData(SendState.Scheduled)]
    public void What_never_reached_the_queue_is_anybodys(SendState state)
    {
        Expect("Claim", state, Http, isLeased: true, secondsLater: 120);
        Expect("Claim", state, Queue, isLeased: true, secondsLater: 120);
        Expect("Claim", state, Copy, isLeased: true, secondsLater: 120);
    }

    [Theory]
    [InlineData(SendState.Queued)]
    [InlineData(SendState.Scheduled)]
    [InlineData(SendState.Deferred)]
    [InlineData(SendState.Sending)]
    [InlineData(SendState.Sent)]
    [InlineData(SendState.Delivered)]
    [InlineData(SendState.Cancelled)]
    [InlineData(SendState.Unknown)]
    public void Another_body_is_refused_in_every_state_but_failed(SendState state)
    {
        foreach (var arrival in new[] { Http, Queue, Copy, Http with { IsForced = true } })
        {
            Expect("AnotherBody", state, arrival, fingerprint: "other");
        }
    }

    [Theory]
    [InlineData("SM2201", "other", "Claim")]
    [InlineData("SM2204", "other", "AnotherBody")]
    [InlineData("SM2204", Same, "Claim")]
    public void What_failed_makes_room_for_another_body_unless_it_may_have_been_sent(string code, string fingerprint, string verdict)
    {
        var failed = Record(SendState.Failed) with { Failures = [new(Written, 1, ErrorCodes.OutcomeUnknown.Code, "why"), new(Written, 2, code, "why")] };

        Assert.Equal(verdict, StateTable.Decide(new JournalEntry(failed, new ETag("1"), Written, Written), Http, fingerprint, UnknownOutcomePolicy.Park).ToString());
    }

    [Theory]
    [InlineData(SendState.Unknown, 600, "Claim")]
    [InlineData(SendState.Sending, 120, "ClaimAsUnknown")]
    [InlineData(SendState.Sending, 119, "InProgress")]
    [InlineData(SendState.Sent, 600, "AlreadySent")]
    [InlineData(SendState.Cancelled, 600, "Cancelled")]
    [InlineData(SendState.Deferred, 600, "Taken")]
    public void Force_decides_only_what_nobody_knows(SendState state, int secondsLater, string verdict) =>
        Expect(verdict, state, Http with { IsForced = true }, isLeased: state == SendState.Sending, secondsLater, UnknownOutcomePolicy.Park);

    private static void Expect(
        string verdict, SendState state, Arrival arrival, bool isLeased = false, int secondsLater = 600, UnknownOutcomePolicy policy = UnknownOutcomePolicy.Resend, string fingerprint = Same)
    {
        var record = Record(state) with { Lease = isLeased ? TimeSpan.FromMinutes(2) : null };

        Assert.Equal(verdict, StateTable.Decide(new JournalEntry(record, new ETag("1"), Written, Written.AddSeconds(secondsLater)), arrival, fingerprint, policy).ToString());
    }

    private static SendRecord Record(SendState state) => new()
    {
        Id = "r-1",
        State = state,
        Attempt = Attempt,
        Fingerprint = Same,
        Route = SendRoute.OpenMessaging,
        AcceptedAt = Written,
    };
}
