using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>Telemetry and responses hold no sensitive value. Not in parallel, because the whole process is recorded.</summary>
[Collection(NonParallelCollection.Name)]
[Trait("Fault", "F23")]
public sealed class PrivacyTests
{
    // Events that must have been logged; otherwise an empty result would prove nothing.
    private static readonly int[] RequiredEvents =
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
    public async Task Telemetry_FullRun_HoldsNoSensitiveValue()
    {
        using var recorder = new TelemetryRecorder();
        await using var run = await FullRun.StartAsync(recorder);

        await run.SendEveryMessageAsync();
        await run.FailEveryCallAsync();
        await run.ReceiveEveryWebhookAsync();
        await run.OperateAsync();

        Assert.Empty(RequiredEvents.Except(run.Events));
        Assert.True(run.SensitiveValues.Secrets.Count() > 30, "Neither tokens nor signatures were noticed.");
        Assert.Contains(recorder.Lines, line => line.StartsWith("activity: ServerlessMessaging", StringComparison.Ordinal));
        Assert.Contains(recorder.Lines, line => line.StartsWith("measurement: serverlessmessaging.", StringComparison.Ordinal));
        Assert.Contains(recorder.Lines, line => line.StartsWith("azure: ", StringComparison.Ordinal));
        AssertNothingFound(new EncodedTextSearch([.. run.SensitiveValues.Secrets, .. SensitiveValues.Texts]).FindIn(recorder.Lines));
        AssertNothingFound(new EncodedTextSearch(run.SensitiveValues.Secrets).FindIn(run.Responses));
    }

    private static void AssertNothingFound(IReadOnlyList<string> found) => Assert.True(found.Count == 0, string.Join(Environment.NewLine, found));
}
