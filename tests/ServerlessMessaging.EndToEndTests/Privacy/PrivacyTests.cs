using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Whatever the bridge is told stays between those whom it concerns. Alone, because it records the whole process.</summary>
[Collection(NonParallelCollection.Name)]
public sealed class PrivacyTests
{
    // What must have happened, or nothing found would mean nothing.
    private static readonly int[] Happened =
    [
        EventIds.MessageSent, EventIds.RequestAccepted, EventIds.RequestScheduled, EventIds.RequestDeferred, EventIds.RequestCancelled, EventIds.RequestMalformed,
        EventIds.RequestInvalid, EventIds.MessagePreviewed, EventIds.BatchCompleted, EventIds.DeadLettered, EventIds.DeadLetterReplayed, EventIds.DeadLetterPurged,
        EventIds.RecipientNotFound, EventIds.MessageRefused, EventIds.AccessTokenFetched, EventIds.AccessTokenRefused, EventIds.FreshTokenRefused, EventIds.PermissionMissing,
        EventIds.AccessTokenDiscarded, EventIds.UserLookupRefused, EventIds.ClientPaused, EventIds.GenesysUnavailable, EventIds.OutcomeUnknown, EventIds.GenesysCallRetried, EventIds.GenesysCallFailed,
        EventIds.PayloadMismatch, EventIds.WebhookReceived, EventIds.WebhookRefused, EventIds.WebhookTooLarge, EventIds.ReceiptRecorded, EventIds.CallbackDelivered,
        EventIds.CallbackDeliveryFailed, EventIds.CallbackDeadLettered, EventIds.BotFlowSecretInvalid, EventIds.ReplyAccepted, EventIds.ReplyRefused, EventIds.SecretVersionsUnavailable,
        EventIds.QueueMeasured,
    ];

    [Fact]
    public async Task F23_nothing_that_a_full_run_tells_holds_a_secret_or_what_was_said()
    {
        using var recorder = new TelemetryRecorder();
        await using var run = await FullRun.StartAsync(recorder);

        await run.SpeakAsync();
        await run.FailAsync();
        await run.ComeBackAsync();
        await run.LookAfterAsync();

        Assert.Empty(Happened.Except(run.Events));
        Assert.True(run.SensitiveValues.Secrets.Count() > 30, "Neither tokens nor signatures were noticed.");
        Assert.Contains(recorder.Lines, line => line.StartsWith("activity: ServerlessMessaging", StringComparison.Ordinal));
        Assert.Contains(recorder.Lines, line => line.StartsWith("measurement: serverlessmessaging.", StringComparison.Ordinal));
        Assert.Contains(recorder.Lines, line => line.StartsWith("azure: ", StringComparison.Ordinal));
        ExpectNothing(new Disguises([.. run.SensitiveValues.Secrets, .. SensitiveValues.Said]).In(recorder.Lines));
        ExpectNothing(new Disguises(run.SensitiveValues.Secrets).In(run.Answers));
    }

    private static void ExpectNothing(IReadOnlyList<string> told) => Assert.True(told.Count == 0, string.Join(Environment.NewLine, told));
}
