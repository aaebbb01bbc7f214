namespace ServerlessMessaging.Simulator.Json;

/// <summary>Paths of members in the form of error details: <c>content[0].actions[1].payload</c>.</summary>
internal static class JsonPath
{
    public static string Member(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    public static string Item(string parent, int index) => $"{parent}[{index}]";
}
