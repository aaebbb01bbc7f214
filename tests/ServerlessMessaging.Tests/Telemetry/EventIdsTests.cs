using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.Tests.Telemetry;

public sealed class EventIdsTests
{
    private static readonly (int Id, LogLevel Level, string Method, string Message)[] Used =
    [
        .. new[] { typeof(ServerlessMessagingServices).Assembly, typeof(FunctionsSetup).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Logged: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Select(found => (found.Logged?.EventId ?? -1, found.Logged?.Level ?? LogLevel.None, $"{found.Method.DeclaringType!.FullName}.{found.Method.Name}", found.Logged?.Message ?? string.Empty))
            .Where(logged => logged.Item1 >= 0),
    ];

    /// <summary>Every event that is logged, with its level.</summary>
    internal static IEnumerable<(int Id, LogLevel Level)> All => Used.Select(logged => (logged.Id, logged.Level));

    /// <summary>The message template of an event.</summary>
    internal static string MessageOf(int id) => Used.Single(logged => logged.Id == id).Message;

    [Fact]
    public void LoggerMessages_OfAllAssemblies_HaveUniqueIds()
    {
        var shared = Used.GroupBy(logged => logged.Id).Where(group => group.Count() > 1).Select(group => string.Join(", ", group.Select(logged => logged.Method)));

        Assert.NotEmpty(Used);
        Assert.Empty(shared);
    }

    [Fact]
    public void DeclaredIds_OfEventIds_AreAllLogged()
    {
        var declared = typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        Assert.Empty(declared.Except(Used.Select(logged => logged.Id)));
    }

    // In a log or a question, a number alone names one thing.
    [Fact]
    public void DeclaredIds_ComparedWithErrorCodes_ShareNoNumber()
    {
        var declared = typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToArray();

        Assert.All(declared, id => Assert.InRange(id, 11_000, 14_999));
        Assert.Empty(declared.Intersect(ErrorCodes.All.Select(code => int.Parse(code.Code.AsSpan(2), CultureInfo.InvariantCulture))));
    }

    // Application Insights gets a value of the message under its name, and then not the event's id, which alerts and workbook query.
    [Theory]
    [InlineData("EventId")]
    [InlineData("EventName")]
    [InlineData("CategoryName")]
    public void Messages_Values_AreNotNamedAsWhatTheExporterAdds(string name) =>
        Assert.DoesNotContain(Used, logged => logged.Message.Contains($"{{{name}}}", StringComparison.Ordinal));
}
