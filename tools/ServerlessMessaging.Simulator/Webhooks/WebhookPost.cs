using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Posts a webhook; one call is one request on the wire.</summary>
internal sealed class WebhookPost(SimulatorSettings settings, TimeProvider timeProvider) : IDisposable
{
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
        var current = settings.Webhooks;
        var at = timeProvider.GetUtcNow();
        var start = timeProvider.GetTimestamp();
        var (status, error) = current.Url is { } url
            ? await PostAsync(webhook, url, current.Timeout, cancellationToken)
            : (null, "The webhook URL was removed");
        return new(at, status, error, timeProvider.GetElapsedTime(start).TotalSeconds);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int? Status, string? Error)> PostAsync(Webhook webhook, Uri url, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(webhook.Body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (webhook.Signature is { } signature)
        {
            request.Headers.TryAddWithoutValidation(WebhookSignature.HeaderName, signature);
        }

        using var timer = new CancellationTokenSource(timeout, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, linked.Token);
            return ((int)response.StatusCode, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"No response within {timeout.TotalSeconds} seconds"));
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.Message);
        }
    }
}
