using Azure;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;

namespace ServerlessMessaging.Tests.Journal;

public sealed class StateTableTests
{
    private const string Same = "same";
    private static readonly DateTimeOffset Written = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(SendState.Failed, Same, 0, UnknownOutcomePolicy.Resend, "Claim")]
    [InlineData(SendState.Failed, "other", 0, UnknownOutcomePolicy.Park, "Claim")]
    [InlineData(SendState.Sending, Same, 119, UnknownOutcomePolicy.Resend, "InProgress")]
    [InlineData(SendState.Sending, Same, 119, UnknownOutcomePolicy.Park, "InProgress")]
    [InlineData(SendState.Sending, Same, 120, UnknownOutcomePolicy.Resend, "ClaimAsUnknown")]
    [InlineData(SendState.Sending, Same, 120, UnknownOutcomePolicy.Park, "Park")]
    [InlineData(SendState.Sending, "other", 0, UnknownOutcomePolicy.Resend, "AnotherBody")]
    [InlineData(SendState.Sending, "other", 600, UnknownOutcomePolicy.Resend, "AnotherBody")]
    [InlineData(SendState.Sent, Same, 600, UnknownOutcomePolicy.Resend, "AlreadySent")]
    [InlineData(SendState.Sent, "other", 600, UnknownOutcomePolicy.Resend, "AnotherBody")]
    [InlineData(SendState.Unknown, Same, 600, UnknownOutcomePolicy.Resend, "Parked")]
    [InlineData(SendState.Unknown, Same, 600, UnknownOutcomePolicy.Park, "Parked")]
    [InlineData(SendState.Unknown, "other", 600, UnknownOutcomePolicy.Park, "AnotherBody")]
    public void Each_state_has_its_answer(SendState state, string fingerprint, int secondsLater, UnknownOutcomePolicy policy, string verdict)
    {
        var record = new SendRecord
        {
            Id = "r-1",
            State = state,
            Attempt = 1,
            Fingerprint = Same,
            Route = SendRoute.OpenMessaging,
            AcceptedAt = Written,
            Lease = state == SendState.Sending ? TimeSpan.FromMinutes(2) : null,
        };

        var decided = StateTable.Decide(new JournalEntry(record, new ETag("1"), Written, Written.AddSeconds(secondsLater)), fingerprint, policy);

        Assert.Equal(verdict, decided.ToString());
    }
}
