using System.Reflection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Functions;
using ServerlessMessaging.LocalRuntime;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.Tests.Logging;

public sealed class EventIdsTests
{
    private static readonly (int Id, string Method)[] Used =
    [
        .. new[] { typeof(ServerlessMessagingServices).Assembly, typeof(FunctionsSetup).Assembly, typeof(FunctionCatalog).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId ?? -1, $"{method.DeclaringType!.FullName}.{method.Name}"))
            .Where(logged => logged.Item1 >= 0),
    ];

    [Fact]
    public void Each_id_belongs_to_one_event()
    {
        var shared = Used.GroupBy(logged => logged.Id).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(logged => logged.Method)));

        Assert.NotEmpty(Used);
        Assert.Empty(shared);
    }

    [Fact]
    public void Every_declared_id_is_logged_somewhere()
    {
        var declared = typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        Assert.Empty(declared.Except(Used.Select(logged => logged.Id)));
    }
}
