using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks;

/// <summary>The outcome of a webhook. Unavailable: it could not be verified or queued; Genesys sends it again.</summary>
public enum ReceiveOutcome
{
    Accepted,
    Refused,
    TooLarge,
    Unavailable,
}

/// <summary>Verifies webhooks of Genesys and puts their raw bytes onto a queue, without reading them.</summary>
public sealed partial class WebhookReceiver(WebhookSecrets secrets, CallbackQueue queue, BoundedLog bounded, TimeProvider time, ILogger<WebhookReceiver> logger)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBodyBytes = 512 * 1024;

    // Genesys waits 10 s. Of 9 s the body and the queue use their part, and the vault the rest.
    private const int PutTries = 2;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan PutTimeout = TimeSpan.FromSeconds(1.5);

    /// <summary>The time limit for reading a body.</summary>
    public static TimeSpan BodyTimeout { get; } = TimeSpan.FromSeconds(4);

    /// <summary>Begins the time in which Genesys needs a response.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>The signature of a webhook, before its body is read.</summary>
    /// <param name="headers">Every value of the signature's header.</param>
    /// <returns>Null where there is not exactly one well-formed signature: the webhook is refused.</returns>
    public byte[]? ReadSignature(IReadOnlyList<string?> headers)
    {
        var header = headers is [{ } only] ? only : null;
        var signature = WebhookSignature.Read(header);
        if (signature is null)
        {
            LogRefused(header is null ? "missing" : "malformed");
        }

        return signature;
    }

    /// <summary>Receives a webhook by its signature from <see cref="ReadSignature"/>, the bytes of its body, and when it arrived by <see cref="Start"/>.</summary>
    public async Task<ReceiveOutcome> ReceiveAsync(byte[] signature, ReadOnlyMemory<byte> body, long start, CancellationToken cancellationToken)
    {
        using var activity = Traces.Start("receive webhook", ActivityKind.Producer)
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.destination.name", QueueNames.Callbacks);
        var (refusal, secretName) = await VerifyAsync(signature, body, start, cancellationToken);
        var outcome = refusal ?? await EnqueueAsync(body, secretName);
        if (outcome != ReceiveOutcome.Accepted)
        {
            activity.Fail(outcome.ToString());
        }

        return outcome;
    }

    /// <summary>Logs that a body was not read.</summary>
    public ReceiveOutcome Refuse(ErrorCode code)
    {
        if (code == ErrorCodes.BodyTooLarge)
        {
            bounded.Write("too large", count => Log.TooLarge(logger, count));
            return ReceiveOutcome.TooLarge;
        }

        bounded.Write("incomplete", count => Log.Incomplete(logger, count));
        return ReceiveOutcome.Unavailable;
    }

    // The name of the secret where it is verified.
    private async Task<(ReceiveOutcome? Refusal, string? SecretName)> VerifyAsync(byte[] signature, ReadOnlyMemory<byte> body, long start, CancellationToken cancellationToken)
    {
        var left = Budget - (PutTries * PutTimeout) - time.GetElapsedTime(start);
        using var timeout = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await secrets.FindSignerAsync(body, signature, either.Token) is { } name)
            {
                return (null, name);
            }

            LogRefused("of no known secret");
            return (ReceiveOutcome.Refused, null);
        }
        catch (Exception exception) when (exception is SecretUnavailableException or OperationCanceledException)
        {
            var reason = (exception as SecretUnavailableException)?.Message ?? "Key Vault did not respond in time; check KeyVault:Uri and the network";
            bounded.Write(reason, count => Log.NotVerified(logger, reason, count));
            return (ReceiveOutcome.Unavailable, null);
        }
    }

    private void LogRefused(string check) => bounded.Write(check, count => Log.Refused(logger, check, count));

    private async Task<ReceiveOutcome> EnqueueAsync(ReadOnlyMemory<byte> body, string? secretName)
    {
        var envelope = new QueuedCallback(CallbackKind.Webhook, time.GetUtcNow(), Attempt: 1) { Payload = body, SecretName = secretName };
        var cause = string.Empty;
        for (var attempt = 1; attempt <= PutTries; attempt++)
        {
            using var timeout = new CancellationTokenSource(PutTimeout, time);
            try
            {
                await queue.PutAsync(envelope, TimeSpan.Zero, timeout.Token);
                Log.Received(logger, body.Length);
                return ReceiveOutcome.Accepted;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                cause = StorageFaults.Cause(exception);
            }
        }

        Log.NotQueued(logger, cause);
        return ReceiveOutcome.Unavailable;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.WebhookReceived, LogLevel.Information, "Webhook of {Bytes} bytes accepted; queue callbacks holds it")]
        public static partial void Received(ILogger logger, int bytes);

        [LoggerMessage(EventIds.WebhookRefused, LogLevel.Warning, "Webhook refused with 401: its signature is {Check} ({Count} since the last line); if Genesys sent it, compare the signature secret of the integration with the secrets in Key Vault that Webhook:SecretNames and Webhook:Integrations name")]
        public static partial void Refused(ILogger logger, string check, int count);

        [LoggerMessage(EventIds.WebhookNotVerified, LogLevel.Error, "Webhook not accepted, 503: its signature cannot be checked ({Count} since the last line). {Reason}")]
        public static partial void NotVerified(ILogger logger, string reason, int count);

        [LoggerMessage(EventIds.WebhookNotQueued, LogLevel.Error, "Webhook not accepted, 503: it could not be written to queue callbacks ({Cause}); Genesys retries it for about 25 s, check GET /api/operator/health")]
        public static partial void NotQueued(ILogger logger, string cause);

        [LoggerMessage(EventIds.WebhookTooLarge, LogLevel.Warning, "Webhook refused with 413: its body is too large ({Count} since the last line); Genesys does not send it again")]
        public static partial void TooLarge(ILogger logger, int count);

        [LoggerMessage(EventIds.WebhookIncomplete, LogLevel.Information, "Webhook not accepted, 503: its body did not arrive completely ({Count} since the last line); Genesys sends it again")]
        public static partial void Incomplete(ILogger logger, int count);
    }
}
