using System.Net.Http.Headers;
using Azure.Storage.Queues;
using ServerlessMessaging.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.BotFlows;

/// <summary>Delivers events to bot flows: posts them to a flow's URL, signed, or puts them onto its queue.</summary>
public sealed partial class BotFlowClient(
    IHttpClientFactory clients,
    QueueWriter queues,
    SecretStore secrets,
    IOptions<BotFlowsOptions> flows,
    IOptions<CallbackOptions> options,
    IOptions<KeyVaultOptions> vault,
    TimeProvider time,
    ILogger<BotFlowClient> logger)
{
    /// <summary>The HTTP client whose connections go to public addresses only.</summary>
    public const string PublicClient = "BotFlows";

    /// <summary>The HTTP client whose connections may go to private networks. A client of its own, because connections are pooled by client.</summary>
    public const string PrivateClient = "PrivateBotFlows";

    /// <summary>The part of a response that is read.</summary>
    public const int MaxResponseBytes = 64 * 1024;

    private static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Delivers an event once to the flow of a name, until <paramref name="stop"/> fires.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>, for a flow with a queue.</exception>
    internal Task<DeliveryOutcome> DeliverAsync(string name, BotFlowEvent botFlowEvent, CancellationToken stop)
    {
        var flow = flows.Value[name];
        return flow.Url is { } url ? PostAsync(name, flow, url, botFlowEvent, stop) : PutAsync(name, flow, botFlowEvent);
    }

    private async Task<DeliveryOutcome> PutAsync(string name, BotFlowOptions flow, BotFlowEvent botFlowEvent)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Default.BotFlowEvent);
        var text = flow.QueueEncoding == QueueMessageEncoding.Base64 ? Encoding.ASCII.GetBytes(Convert.ToBase64String(json)) : json;
        if (text.Length > QueueWriter.MaximumBytes && botFlowEvent.Data.Original is not null)
        {
            return await PutAsync(name, flow, botFlowEvent with { Data = botFlowEvent.Data with { Original = null } });
        }

        if (text.Length > QueueWriter.MaximumBytes)
        {
            var detail = $"The event has {json.Length} bytes, and the queue of bot flow {name} takes at most {QueueWriter.MaximumBytes}. Configure a Url for the flow and replay the event.";
            return new Undeliverable("too_large", new(ErrorCodes.EventTooLarge, detail));
        }

        using var timeout = new CancellationTokenSource(QueueTimeout, time);
        await queues.PutAsync(flow.Queue!, text, TimeSpan.Zero, timeout.Token);
        return new Delivered(ReadOnlyMemory<byte>.Empty);
    }

    private async Task<DeliveryOutcome> PostAsync(string name, BotFlowOptions flow, Uri url, BotFlowEvent botFlowEvent, CancellationToken stop)
    {
        if (await ReadKeysAsync(flow.SecretName!, stop) is not { Length: > 0 } keys)
        {
            return new NotSigned();
        }

        using var timeout = new CancellationTokenSource(options.Value.DeliveryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var activity = Traces.Start("POST bot flow", ActivityKind.Client).To(HttpMethod.Post, url);
        try
        {
            using var request = CreateRequest(url, botFlowEvent, keys);
            using var client = clients.CreateClient(flow.AllowPrivateAddress ? PrivateClient : PublicClient);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            activity.SetResponse((int)response.StatusCode);
            if (!response.IsSuccessStatusCode)
            {
                return response.StatusCode == HttpStatusCode.Gone
                    ? new Undeliverable("gone", new(ErrorCodes.BotFlowGone, $"Bot flow {name} responded with 410 Gone. Correct BotFlows:{name} and replay the event."))
                    : new NotDelivered($"status {(int)response.StatusCode}");
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            var (body, isCut) = await BoundedBody.ReadAsync(stream, MaxResponseBytes, either.Token);
            return new Delivered(body, isCut, Header(response, "Content-Type"), Header(response, "Content-Encoding"));
        }
        catch (OperationCanceledException)
        {
            activity.Fail("Timeout");
            return stop.IsCancellationRequested && !timeout.IsCancellationRequested ? new Interrupted() : new NotDelivered("no response in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            activity.Fail((exception.InnerException ?? exception).GetType().Name);
            return new NotDelivered(Cause(exception));
        }
    }

    private HttpRequestMessage CreateRequest(Uri url, BotFlowEvent botFlowEvent, byte[][] keys)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(botFlowEvent, BotFlowsJson.Http.BotFlowEvent);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        foreach (var (name, value) in StandardWebhooks.Headers(botFlowEvent.Id, time.GetUtcNow(), body, keys))
        {
            request.Headers.Add(name, value);
        }

        Traces.AddTo(request);
        return request;
    }

    private async Task<byte[][]> ReadKeysAsync(string secretName, CancellationToken cancellationToken)
    {
        try
        {
            var values = (await secrets.GetVersionsAsync(secretName, vault.Value.CacheDuration, cancellationToken)).Values;
            byte[][] keys = [.. values.Select(StandardWebhooks.ReadKey).OfType<byte[]>()];
            if (keys.Length < values.Count)
            {
                Log.NoKey(logger, secretName);
            }

            return keys;
        }
        catch (Exception exception) when (exception is SecretUnavailableException or OperationCanceledException)
        {
            return [];
        }
    }

    // An invalid value says something too.
    private static string? Header(HttpResponseMessage response, string name) =>
        response.Content.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value && !value.Equals("identity", StringComparison.OrdinalIgnoreCase) ? value : null;

    private static string Cause(Exception exception) =>
        exception.GetBaseException() is AddressRefusedException ? "its address is not allowed"
        : exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? error.ToString()
        : (exception.InnerException ?? exception).GetType().Name;

    private static partial class Log
    {
        [LoggerMessage(EventIds.BotFlowSecretInvalid, LogLevel.Error, "Secret {SecretName} has a version that is not whsec_ and Base64 of 24 to 64 bytes, so no event is signed with it; correct it in Key Vault")]
        public static partial void NoKey(ILogger logger, string secretName);
    }
}
