namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Delivers one webhook by the platform's rules of retrying.</summary>
internal sealed class WebhookDelivery(WebhookPost post, SimulatorSettings settings, TimeProvider timeProvider)
{
    /// <summary>Begins when <paramref name="turn"/> has ended.</summary>
    public async Task RunAsync(Webhook webhook, Task turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        while (true)
        {
            webhook.Add(await post.TryAsync(webhook, cancellationToken));
            if (WebhookState.After(webhook.Attempts, webhook.MostAttempts) != WebhookState.Pending)
            {
                return;
            }

            await Task.Delay(settings.Webhooks.RetryDelay, timeProvider, cancellationToken);
        }
    }
}
