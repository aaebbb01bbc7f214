using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A customer who goes on talking until the test ends it.</summary>
internal sealed class WebhookStream : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(3);

    private readonly CallbackSystem _scene;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _talk;

    public WebhookStream(CallbackSystem scene)
    {
        _scene = scene;
        _talk = TalkAsync();
    }

    /// <summary>Waits until the webhooks that were tried are as awaited.</summary>
    public Task<IReadOnlyList<TriedWebhook>> WaitAsync(Func<IReadOnlyList<TriedWebhook>, bool> isAwaited) =>
        Eventually.GetAsync(TriedAsync, isAwaited, webhooks => $"{webhooks.Count} webhooks, the last ones {string.Join(',', webhooks.TakeLast(10).Select(webhook => webhook.Status))}", WaitTimeout);

    /// <summary>Lets so many more come, ends, and returns all of them in order.</summary>
    public async Task<IReadOnlyList<TriedWebhook>> EndAsync(int after)
    {
        var count = (await TriedAsync()).Count;
        await WaitAsync(webhooks => webhooks.Count >= count + after);
        await _end.CancelAsync();
        await _talk;
        await _scene.Bridge.Control.SettledWebhooksAsync(1);
        return await TriedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _talk;
        _end.Dispose();
    }

    private async Task<IReadOnlyList<TriedWebhook>> TriedAsync() =>
        [.. (await _scene.Bridge.Control.WebhooksAsync()).Where(webhook => webhook.GetProperty("attempts").GetArrayLength() > 0).Select(webhook => new TriedWebhook(webhook))];

    private async Task TalkAsync()
    {
        using var timer = new PeriodicTimer(Breath);
        try
        {
            for (var number = 0; await timer.WaitForNextTickAsync(_end.Token); number++)
            {
                await _scene.Bridge.Control.SayAsync($"Sentence {number}");
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}

/// <summary>A webhook that was posted.</summary>
internal sealed class TriedWebhook(JsonElement webhook)
{
    private readonly JsonElement _last = webhook.GetProperty("attempts").EnumerateArray().Last();

    /// <summary>When it was tried last.</summary>
    public DateTimeOffset At => _last.GetProperty("at").GetDateTimeOffset();

    public int Status => _last.GetProperty("status").GetInt32();

    public bool IsSignedWith(string secret) =>
        webhook.GetProperty("signature").GetString() == ReceivedWebhook.Sign(Encoding.UTF8.GetBytes(webhook.GetProperty("body").GetString()!), secret);
}
