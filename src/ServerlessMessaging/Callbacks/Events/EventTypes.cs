namespace ServerlessMessaging.Callbacks.Events;

/// <summary>The types of events that bot flows get.</summary>
public static class EventTypes
{
    /// <summary>The customer pressed a button, or said what a button would have said.</summary>
    public const string PostBack = "serverlessmessaging.postback.v1";

    /// <summary>The customer said something.</summary>
    public const string Text = "serverlessmessaging.text.v1";

    /// <summary>A message to render for the customer.</summary>
    public const string Message = "serverlessmessaging.message.v1";

    /// <summary>Genesys tells what became of a message.</summary>
    public const string Receipt = "serverlessmessaging.receipt.v1";

    /// <summary>We tell what became of a request.</summary>
    public const string Send = "serverlessmessaging.send.v1";
}
