namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>How many quick replies a provider shows.</summary>
internal static class QuickReplyLimit
{
    private const int Messenger = 3;

    private const int Others = 13;

    public static int Of(string providerId) => providerId == DevelopmentRecipients.MessengerProvider ? Messenger : Others;
}
