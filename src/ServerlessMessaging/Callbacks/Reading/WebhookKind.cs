namespace ServerlessMessaging.Callbacks.Reading;

/// <summary>What a webhook is to us.</summary>
public enum WebhookKind
{
    /// <summary>The customer pressed a button.</summary>
    Press,

    /// <summary>The customer said something.</summary>
    Text,

    /// <summary>What became of a message of ours.</summary>
    Receipt,

    /// <summary>A message to render for the customer.</summary>
    Message,

    /// <summary>Typing or presence: nothing to act on.</summary>
    Other,
}
