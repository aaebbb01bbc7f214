namespace ServerlessMessaging.Telemetry;

/// <content>The way back: 23xx what Genesys posts to us, 41xx what bot flows get and answer.</content>
public static partial class EventIds
{
    /// <summary>A webhook was verified and a queue holds it.</summary>
    public const int WebhookReceived = 2301;

    /// <summary>A webhook was refused: its signature is missing, malformed or of another secret.</summary>
    public const int WebhookRefused = 2302;

    /// <summary>A webhook could not be verified, because a secret cannot be read.</summary>
    public const int WebhookNotVerified = 2303;

    /// <summary>A webhook could not be kept, because no queue takes it.</summary>
    public const int WebhookNotKept = 2304;

    /// <summary>A webhook's body was above the limit.</summary>
    public const int WebhookTooLarge = 2305;

    /// <summary>A webhook's body ended early or came too slowly.</summary>
    public const int WebhookIncomplete = 2306;

    /// <summary>A webhook says nothing that a bot flow could use, such as typing.</summary>
    public const int WebhookIgnored = 2307;

    /// <summary>A receipt of Genesys changed a request's record.</summary>
    public const int ReceiptRecorded = 2308;

    /// <summary>A receipt speaks of a message that is none of ours.</summary>
    public const int ReceiptWithoutRequest = 2309;

    /// <summary>A bot flow took an event.</summary>
    public const int CallbackDelivered = 4101;

    /// <summary>A bot flow did not take an event; it is tried again.</summary>
    public const int CallbackDeliveryFailed = 4102;

    /// <summary>An event is set aside: it cannot be delivered.</summary>
    public const int CallbackGivenUp = 4103;

    /// <summary>A callback came that needs nothing more.</summary>
    public const int CallbackDropped = 4104;

    /// <summary>A callback was put back untouched, for later.</summary>
    public const int CallbackPutBack = 4105;

    /// <summary>A callback waits, because the storage account cannot be used.</summary>
    public const int CallbackWithoutStorage = 4106;

    /// <summary>A bot flow's events cannot be signed.</summary>
    public const int BotFlowSecretUnusable = 4107;

    /// <summary>A bot flow's reply is on its way to the customer.</summary>
    public const int ReplyTaken = 4108;

    /// <summary>A bot flow replied to an event again; the first reply counts.</summary>
    public const int ReplyRepeated = 4109;

    /// <summary>A bot flow's reply cannot be sent.</summary>
    public const int ReplyRefused = 4110;

    /// <summary>What became of a callback could not be written into its record.</summary>
    public const int CallbackNotRecorded = 4112;

    /// <summary>A bot flow replied to an event that cannot be replied to.</summary>
    public const int ReplyIgnored = 4113;

    /// <summary>The bot flow that asked to be told what became of a request will not be.</summary>
    public const int StatusNotTold = 4111;
}
