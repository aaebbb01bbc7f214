using System.Net.Http.Headers;
using ServerlessMessaging.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>Posts events to the URLs of bot flows, signed.</summary>
public sealed partial class BotFlowPost(
    IHttpClientFactory clients, SecretStore secrets, IOptions<CallbackOptions> options, IOptions<KeyVaultOptions> vault, TimeProvider time, ILogger<BotFlowPost> logger)
{
    /// <summary>The client whose connections go to public addresses only.</summary>
    public const string PublicClient = "BotFlows";

    /// <summary>The client whose connections may go to private networks. A connection is used again by whoever comes next, so it is never shared with the other.</summary>
    public const string PrivateClient = "PrivateBotFlows";

    /// <summary>How much of an answer is read, in bytes.</summary>
    public const int LongestAnswer = 64 * 1024;

    /// <summary>Posts an event.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="body">The event as JSON.</param>
    /// <param name="stop">Fires when there is no more time.</param>
    public async Task<DeliveryOutcome> SendAsync(BotFlowOptions flow, string eventId, byte[] body, CancellationToken stop)
    {
        if (await KeysAsync(flow.SecretName!, stop) is not { Count: > 0 } keys)
        {
            return new NotSigned();
        }

        using var timeout = new CancellationTokenSource(options.Value.DeliveryTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var activity = Traces.Start("POST bot flow", ActivityKind.Client).To(HttpMethod.Post, flow.Url!);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, flow.Url) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
            foreach (var (name, value) in StandardWebhooks.Headers(eventId, time.GetUtcNow(), body, keys))
            {
                request.Headers.Add(name, value);
            }

            Traces.Pass(request);
            using var client = clients.CreateClient(flow.AllowPrivateAddress ? PrivateClient : PublicClient);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            activity.Answered((int)response.StatusCode);
            return response.IsSuccessStatusCode ? await ReadAsync(response, either.Token)
                : response.StatusCode == HttpStatusCode.Gone ? new FlowGone()
                : new NotDelivered($"status {(int)response.StatusCode}");
        }
        catch (OperationCanceledException)
        {
            activity.Fail("Timeout");
            return stop.IsCancellationRequested && !timeout.IsCancellationRequested ? new Interrupted() : new NotDelivered("no answer in time");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            activity.Fail((exception.InnerException ?? exception).GetType().Name);
            return new NotDelivered(Cause(exception));
        }
    }

    private async Task<IReadOnlyList<byte[]>> KeysAsync(string secretName, CancellationToken cancellationToken)
    {
        try
        {
            var known = await secrets.GetVersionsAsync(secretName, vault.Value.CacheDuration, cancellationToken);
            byte[][] keys = [.. known.Values.Select(StandardWebhooks.KeyOf).OfType<byte[]>()];
            if (keys.Length < known.Values.Count)
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

    private static async Task<Delivered> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (answer, isCut) = await BoundedBody.ReadAsync(stream, LongestAnswer, cancellationToken);
        return new(answer, isCut);
    }

    private static string Cause(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException)
            {
                return "its address is one that may not be reached";
            }
        }

        return exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? error.ToString() : (exception.InnerException ?? exception).GetType().Name;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.BotFlowSecretUnusable, LogLevel.Error, "Events are not signed with every version of secret {SecretName}: one is not whsec_ and Base64 of 24 to 64 bytes")]
        public static partial void NoKey(ILogger logger, string secretName);
    }
}
