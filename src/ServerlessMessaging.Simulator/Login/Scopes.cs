namespace ServerlessMessaging.Simulator.Login;

internal static class Scopes
{
    public const string UsersRead = "users:read";

    public const string OpenMessagingSend = "openmessaging:send";

    public static readonly IReadOnlyList<string> All = [UsersRead, OpenMessagingSend];
}
