namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Delivers one webhook with the platform's retry rules.</summary>
internal sealed class WebhookDelivery(WebhookPost post, SimulatorSettings settings, TimeProvider timeProvider)
{
    /// <summary>Starts after <paramref name="previous"/>.</summary>
    public async Task RunAsync(Webhook webhook, Task previous, CancellationToken cancellationToken)
    {
        await previous.WaitAsync(cancellationToken);
        while (true)
        {
            webhook.Add(await post.TryAsync(webhook, cancellationToken));
            if (WebhookState.After(webhook.Attempts, webhook.MaxAttempts) != WebhookState.Pending)
            {
                return;
            }

            await Task.Delay(settings.Webhooks.RetryDelay, timeProvider, cancellationToken);
        }
    }
}
