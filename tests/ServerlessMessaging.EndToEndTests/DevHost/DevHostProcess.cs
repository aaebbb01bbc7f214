using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.DevHost;

/// <summary>The development host as a process.</summary>
internal static class DevHostProcess
{
    public static ProgramProcess Start(string[] arguments, params (string Name, string Value)[] environment) =>
        ProgramProcess.Start([ProgramProcess.PathOf("ServerlessMessaging.DevHost"), .. arguments], environment);
}
