using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>Verifies webhooks of Genesys and puts their raw bytes onto a queue. It reads nothing in them and remembers nothing.</summary>
public sealed partial class WebhookReceiver(WebhookSecrets secrets, CallbackQueue queue, TimeProvider time, ILogger<WebhookReceiver> logger)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int LargestBody = 512 * 1024;

    // Genesys waits 10 s. What the body did not use up of 9 is the vault's, but for the queue's part.
    private const int Tries = 2;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan EachTry = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a body may take.</summary>
    public static TimeSpan SlowestBody { get; } = TimeSpan.FromSeconds(4);

    /// <summary>Begins the time in which Genesys must be answered.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Refuses a webhook that cannot be verified, before its body is read.</summary>
    /// <param name="signatures">Every value of the signature's header.</param>
    /// <returns>Null where there is one signature of the right form.</returns>
    public ReceiveOutcome? RefuseUnsigned(IReadOnlyList<string?> signatures)
    {
        if (signatures is [{ } signature] && WebhookSignature.IsWellFormed(signature))
        {
            return null;
        }

        Log.Refused(logger, signatures is [not null] ? SignatureCheck.Malformed : SignatureCheck.Missing);
        return ReceiveOutcome.Refused;
    }

    /// <summary>Receives a webhook.</summary>
    /// <param name="signatures">Every value of the signature's header.</param>
    /// <param name="body">The bytes as they arrived.</param>
    /// <param name="start">When it came, by <see cref="Start"/>.</param>
    /// <param name="cancellationToken">Fires when Genesys leaves.</param>
    public async Task<ReceiveOutcome> ReceiveAsync(IReadOnlyList<string?> signatures, ReadOnlyMemory<byte> body, long start, CancellationToken cancellationToken)
    {
        if (RefuseUnsigned(signatures) is { } refused)
        {
            return refused;
        }

        using var activity = Traces.Start("receive webhook", ActivityKind.Producer).SetTag("messaging.operation.type", "send").SetTag("messaging.destination.name", QueueNames.Callbacks);
        var outcome = await ReceiveAsync(signatures[0]!, body, start, cancellationToken);
        if (outcome != ReceiveOutcome.Accepted)
        {
            activity.Fail(outcome.ToString());
        }

        return outcome;
    }

    private async Task<ReceiveOutcome> ReceiveAsync(string signature, ReadOnlyMemory<byte> body, long start, CancellationToken cancellationToken)
    {
        var left = Budget - (Tries * EachTry) - time.GetElapsedTime(start);
        using var timeout = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var check = await secrets.CheckAsync(body, signature, either.Token);
            if (check != SignatureCheck.Valid)
            {
                Log.Refused(logger, check);
                return ReceiveOutcome.Refused;
            }
        }
        catch (Exception exception) when (exception is SecretUnavailableException or OperationCanceledException)
        {
            Log.NotVerified(logger, (exception as SecretUnavailableException)?.Message ?? "Key Vault did not answer in time");
            return ReceiveOutcome.Unavailable;
        }

        return await KeepAsync(body) ? ReceiveOutcome.Accepted : ReceiveOutcome.Unavailable;
    }

    /// <summary>Notes that a body was not taken.</summary>
    /// <param name="code">Why not.</param>
    public ReceiveOutcome Refuse(ErrorCode code)
    {
        if (code == ErrorCodes.BodyTooLarge)
        {
            Log.TooLarge(logger);
            return ReceiveOutcome.TooLarge;
        }

        Log.Incomplete(logger);
        return ReceiveOutcome.Unavailable;
    }

    private async Task<bool> KeepAsync(ReadOnlyMemory<byte> body)
    {
        var envelope = new QueuedCallback(CallbackKind.Webhook, time.GetUtcNow(), Attempt: 1) { Payload = body };
        var cause = string.Empty;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            using var timeout = new CancellationTokenSource(EachTry, time);
            try
            {
                await queue.PutAsync(envelope, TimeSpan.Zero, timeout.Token);
                Log.Received(logger, body.Length);
                return true;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                cause = StorageFaults.Cause(exception);
            }
        }

        Log.NotKept(logger, cause);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.WebhookReceived, LogLevel.Information, "Webhook of {Bytes} bytes received")]
        public static partial void Received(ILogger logger, int bytes);

        [LoggerMessage(EventIds.WebhookRefused, LogLevel.Warning, "Webhook refused, its signature is {Check}. If Genesys sent it, compare the integration's secret with those that Webhook:SecretNames names in Key Vault")]
        public static partial void Refused(ILogger logger, SignatureCheck check);

        [LoggerMessage(EventIds.WebhookNotVerified, LogLevel.Error, "Webhook not taken: its signature cannot be checked. {Reason}")]
        public static partial void NotVerified(ILogger logger, string reason);

        [LoggerMessage(EventIds.WebhookNotKept, LogLevel.Error, "Webhook not taken: no queue takes it ({Cause})")]
        public static partial void NotKept(ILogger logger, string cause);

        [LoggerMessage(EventIds.WebhookTooLarge, LogLevel.Warning, "Webhook refused: its body is too large")]
        public static partial void TooLarge(ILogger logger);

        [LoggerMessage(EventIds.WebhookIncomplete, LogLevel.Information, "Webhook not taken: its body did not arrive completely")]
        public static partial void Incomplete(ILogger logger);
    }
}
