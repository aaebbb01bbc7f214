using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Texts of a customer at a steady rate until the test ends them.</summary>
internal sealed class WebhookStream : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(3);

    private readonly CallbackSystem _callbacks;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _sending;

    public WebhookStream(CallbackSystem callbacks)
    {
        _callbacks = callbacks;
        _sending = SendTextsAsync();
    }

    /// <summary>Waits until the posted webhooks meet a condition.</summary>
    public Task<IReadOnlyList<PostedWebhook>> WaitAsync(Func<IReadOnlyList<PostedWebhook>, bool> isAwaited) =>
        Eventually.GetAsync(PostedAsync, isAwaited, webhooks => $"{webhooks.Count} webhooks, the last ones {string.Join(',', webhooks.TakeLast(10).Select(webhook => webhook.Status))}", WaitTimeout);

    /// <summary>Ends after so many more, and returns all of them in order.</summary>
    public async Task<IReadOnlyList<PostedWebhook>> EndAsync(int after)
    {
        var count = (await PostedAsync()).Count;
        await WaitAsync(webhooks => webhooks.Count >= count + after);
        await _end.CancelAsync();
        await _sending;
        await _callbacks.Bridge.Control.SettledWebhooksAsync(1);
        return await PostedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _sending;
        _end.Dispose();
    }

    private async Task<IReadOnlyList<PostedWebhook>> PostedAsync() =>
        [.. (await _callbacks.Bridge.Control.WebhooksAsync()).Where(webhook => webhook.GetProperty("attempts").GetArrayLength() > 0).Select(webhook => new PostedWebhook(webhook))];

    private async Task SendTextsAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(_end.Token); number++)
            {
                await _callbacks.Bridge.Control.SayAsync($"Sentence {number}");
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>A webhook that was posted at least once.</summary>
internal sealed class PostedWebhook(JsonElement webhook)
{
    private readonly JsonElement _last = webhook.GetProperty("attempts").EnumerateArray().Last();

    /// <summary>The time of its last attempt.</summary>
    public DateTimeOffset At => _last.GetProperty("at").GetDateTimeOffset();

    public int Status => _last.GetProperty("status").GetInt32();

    public bool IsSignedWith(string secret) =>
        webhook.GetProperty("signature").GetString() == ReceivedWebhook.Sign(Encoding.UTF8.GetBytes(webhook.GetProperty("body").GetString()!), secret);
}
