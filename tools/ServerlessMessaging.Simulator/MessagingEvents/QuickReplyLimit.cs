namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>The most quick replies that a provider shows.</summary>
internal static class QuickReplyLimit
{
    private const int Messenger = 3;

    private const int Others = 13;

    public static int Get(string providerId) => providerId == DevelopmentRecipients.MessengerProvider ? Messenger : Others;
}
