namespace ServerlessMessaging.Simulator.Login;

internal static class Scopes
{
    public const string UsersRead = "users:read";

    public const string OpenMessagingSend = "openmessaging:send";

    public const string MessagingSend = "messaging:send";

    public const string ConversationMessageCreate = "conversation:message:create";

    public const string ConversationMessageReceive = "conversation:message:receive";

    public const string BotConnectorSend = "integration:botconnector:send";

    public static readonly IReadOnlyList<string> All =
    [
        UsersRead, OpenMessagingSend, MessagingSend, ConversationMessageCreate, ConversationMessageReceive, BotConnectorSend,
    ];
}
