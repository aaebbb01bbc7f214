using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Posts a webhook, or a message for the bot connector; one call is one request on the wire.</summary>
internal sealed class WebhookPost(SimulatorSettings settings, TimeProvider timeProvider) : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoHeaders = new Dictionary<string, string>();

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,

        // The handler retries a request by itself when a pooled connection closes.
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    public async Task<WebhookAttempt> TryAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var start = timeProvider.GetTimestamp();
        var (status, error) = await PostAsync(webhook, cancellationToken);
        return new(at, status, error, timeProvider.GetElapsedTime(start).TotalSeconds);
    }

    /// <exception cref="HttpRequestException">The request or its response was lost.</exception>
    /// <exception cref="TimeoutException">There was no response in time.</exception>
    public async Task<(int Status, byte[] Body)> SendAsync(
        HttpRequestMessage request, IReadOnlyDictionary<string, string> headers, TimeSpan timeout, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var timer = new CancellationTokenSource(timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, linked.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(linked.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"No response within {timeout.TotalSeconds} seconds"));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int? Status, string? Error)> PostAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        var connector = webhook.OnConnectorResponse is null ? null : settings.Connector;
        var url = connector is null ? settings.Webhooks.Url : connector.Url is null ? null : connector.Address("messages");
        if (url is null)
        {
            return (null, connector is null ? "The webhook URL was removed" : "The URL of the bot connector was removed");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(webhook.Body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (webhook.Signature is { } signature)
        {
            request.Headers.TryAddWithoutValidation(WebhookSignature.HeaderName, signature);
        }

        try
        {
            var (status, body) = await SendAsync(request, connector?.Headers ?? NoHeaders, settings.Webhooks.Timeout, cancellationToken);
            return (status, status is >= 200 and < 300 ? webhook.OnConnectorResponse?.Invoke(body) : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
        {
            return (null, exception.Message);
        }
    }
}
