using Microsoft.Extensions.Logging;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Secrets;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>Verifies webhooks of Genesys and puts their raw bytes onto a queue. It reads nothing in them and remembers nothing.</summary>
public sealed partial class WebhookReceiver
{
    /// <summary>The largest body, in bytes.</summary>
    public const int LargestBody = 512 * 1024;

    private const int Tries = 2;
    private static readonly TimeSpan EachTry = TimeSpan.FromSeconds(1.5);

    private readonly WebhookSecrets _secrets;
    private readonly CallbackQueue _queue;
    private readonly TimeProvider _time;
    private readonly ILogger<WebhookReceiver> _logger;

    internal WebhookReceiver(WebhookSecrets secrets, CallbackQueue queue, TimeProvider time, ILogger<WebhookReceiver> logger)
    {
        (_secrets, _queue, _time, _logger) = (secrets, queue, time, logger);
    }

    /// <summary>Receives a webhook.</summary>
    /// <param name="signatures">Every value of the signature's header.</param>
    /// <param name="body">The bytes as they arrived.</param>
    /// <param name="cancellationToken">Fires when Genesys leaves.</param>
    public async Task<ReceiveOutcome> ReceiveAsync(IReadOnlyList<string?> signatures, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            var check = signatures is [{ } signature] ? await _secrets.CheckAsync(body, signature, cancellationToken) : SignatureCheck.Missing;
            if (check != SignatureCheck.Valid)
            {
                Log.Refused(_logger, check);
                return ReceiveOutcome.Refused;
            }
        }
        catch (SecretUnavailableException exception)
        {
            Log.NotVerified(_logger, exception.SecretName);
            return ReceiveOutcome.Unavailable;
        }

        return await KeepAsync(body) ? ReceiveOutcome.Accepted : ReceiveOutcome.Unavailable;
    }

    /// <summary>Notes that a body was not taken.</summary>
    public void Refuse(bool isTooLarge)
    {
        if (isTooLarge)
        {
            Log.TooLarge(_logger);
        }
        else
        {
            Log.Incomplete(_logger);
        }
    }

    private async Task<bool> KeepAsync(ReadOnlyMemory<byte> body)
    {
        var envelope = new CallbackEnvelope(CallbackKind.Webhook, _time.GetUtcNow(), Attempt: 0, body);
        var cause = string.Empty;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            using var timeout = new CancellationTokenSource(EachTry, _time);
            try
            {
                await _queue.PutAsync(envelope, TimeSpan.Zero, timeout.Token);
                Log.Received(_logger, body.Length);
                return true;
            }
            catch (Exception exception) when (StorageFaults.Is(exception))
            {
                cause = StorageFaults.Cause(exception);
            }
        }

        Log.NotKept(_logger, cause);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.WebhookReceived, LogLevel.Information, "Webhook of {Bytes} bytes received")]
        public static partial void Received(ILogger logger, int bytes);

        [LoggerMessage(EventIds.WebhookRefused, LogLevel.Warning, "Webhook refused, its signature is {Check}. If Genesys sent it, compare the integration's secret with those that Webhook:SecretNames names in Key Vault")]
        public static partial void Refused(ILogger logger, SignatureCheck check);

        [LoggerMessage(EventIds.WebhookNotVerified, LogLevel.Error, "Webhook not taken: the secret {SecretName} cannot be read")]
        public static partial void NotVerified(ILogger logger, string secretName);

        [LoggerMessage(EventIds.WebhookNotKept, LogLevel.Error, "Webhook not taken: no queue takes it ({Cause})")]
        public static partial void NotKept(ILogger logger, string cause);

        [LoggerMessage(EventIds.WebhookTooLarge, LogLevel.Warning, "Webhook refused: its body is too large")]
        public static partial void TooLarge(ILogger logger);

        [LoggerMessage(EventIds.WebhookIncomplete, LogLevel.Information, "Webhook not taken: its body did not arrive completely")]
        public static partial void Incomplete(ILogger logger);
    }
}
