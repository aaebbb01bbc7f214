using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Whatever the bridge is told stays between those whom it concerns. Alone, because it records the whole process.</summary>
[Collection(NonParallelCollection.Name)]
[Trait("Fault", "F23")]
public sealed class PrivacyTests
{
    // What must have happened, or nothing found would mean nothing.
    private static readonly int[] Happened =
    [
        EventIds.MessageSent, EventIds.RequestAccepted, EventIds.RequestScheduled, EventIds.RequestDeferred, EventIds.RequestCancelled, EventIds.RequestMalformed,
        EventIds.RulesBroken, EventIds.MessagePreviewed, EventIds.BatchCompleted, EventIds.DeadLettered, EventIds.DeadLetterReplayed, EventIds.DeadLetterPurged,
        EventIds.RecipientUnknown, EventIds.MessageRefused, EventIds.AccessTokenFetched, EventIds.AccessTokenRefused, EventIds.AccessUnauthorized, EventIds.AccessForbidden,
        EventIds.AccessTokenDropped, EventIds.LookUpRefused, EventIds.ClientPaused, EventIds.GenesysUnavailable, EventIds.OutcomeUnknown, EventIds.CallRetried, EventIds.CallFailed,
        EventIds.PayloadMismatch, EventIds.WebhookReceived, EventIds.WebhookRefused, EventIds.WebhookTooLarge, EventIds.ReceiptRecorded, EventIds.CallbackDelivered,
        EventIds.CallbackDeliveryFailed, EventIds.CallbackDeadLettered, EventIds.BotFlowSecretUnusable, EventIds.ReplyAccepted, EventIds.ReplyRefused, EventIds.SecretVersionsUnavailable,
        EventIds.QueueMeasured,
    ];

    [Fact]
    public async Task Telemetry_FullRun_HoldsNoSensitiveValue()
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
        ExpectNothing(new EncodedTextSearch([.. run.SensitiveValues.Secrets, .. SensitiveValues.Said]).In(recorder.Lines));
        ExpectNothing(new EncodedTextSearch(run.SensitiveValues.Secrets).In(run.Answers));
    }

    private static void ExpectNothing(IReadOnlyList<string> told) => Assert.True(told.Count == 0, string.Join(Environment.NewLine, told));
}
