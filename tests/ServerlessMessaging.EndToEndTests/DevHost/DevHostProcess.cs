using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.DevHost;

/// <summary>The development host as a process, as a reader of the README starts it.</summary>
internal static class DevHostProcess
{
    public static ProgramProcess Start(string[] arguments, params (string Name, string Value)[] environment) =>
        ProgramProcess.Start([ProgramProcess.PathOf("ServerlessMessaging.DevHost"), .. arguments], environment);
}
