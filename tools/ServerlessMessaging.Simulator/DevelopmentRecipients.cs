namespace ServerlessMessaging.Simulator;

/// <summary>The recipients besides the users; their ids are the same at every start.</summary>
public static class DevelopmentRecipients
{
    public const string MessengerProvider = "messenger";

    public const string MessengerChannel = "messenger-channel";

    public const string MessengerConversation = "conversation-1";

    /// <summary>A conversation of <see cref="MessengerChannel"/> whose customer sent no message within the platform's window of 24 hours.</summary>
    public const string ClosedConversation = "conversation-closed";

    /// <summary>The user of the tutorial about quick replies, on <see cref="TutorialChannel"/> of <see cref="MessengerProvider"/>.</summary>
    public const string TutorialConversation = "123456789012345";

    public const string TutorialChannel = "987654321098765";

    public const string InstagramProvider = "instagram";

    public const string InstagramChannel = "instagram-channel";

    public const string InstagramConversation = "conversation-2";

    /// <summary>The Open Messaging integration that agentless messages come from.</summary>
    public const string IntegrationId = "3d5a9c1e-7b42-4f0a-8e6d-2c9b1a7f4e01";

    public const string BotId = "orders-bot";

    public const string BotVersion = "1";

    public const string BotSessionId = "9e2f6b80-1c4d-4a57-b3e8-6d0a5f7c2b01";

    public const string BotLanguageCode = "en-us";
}
