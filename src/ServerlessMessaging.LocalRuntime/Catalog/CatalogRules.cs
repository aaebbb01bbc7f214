namespace ServerlessMessaging.LocalRuntime;

/// <summary>What the functions of one application must keep to among themselves.</summary>
internal static class CatalogRules
{
    public static IEnumerable<string> Check(IReadOnlyList<FunctionDescription> functions)
    {
        foreach (var name in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return $"Function '{name.Key}' exists {name.Count()} times ({string.Join(", ", name.Select(Place))}): names are unique in an application.";
        }

        var http = functions.OfType<HttpFunction>().ToList();
        for (var first = 0; first < http.Count; first++)
        {
            foreach (var second in http.Skip(first + 1).Where(http[first].ConflictsWith))
            {
                yield return $"Function '{second.Name}' has the route '{second.Route}' and a verb in common with function '{http[first].Name}'.";
            }
        }
    }

    private static string Place(FunctionDescription function) => $"{function.Method.DeclaringType}.{function.Method.Name}";
}
