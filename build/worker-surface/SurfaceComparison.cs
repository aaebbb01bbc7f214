using System.Reflection;

namespace ServerlessMessaging.WorkerSurface;

/// <summary>Holds a declared type against the official one: what LocalRuntime declares must be there in the same shape.</summary>
internal static class SurfaceComparison
{
    public static IEnumerable<string> Differences(Type local, IReadOnlyList<Assembly> official)
    {
        var found = official.Select(assembly => assembly.GetType(local.FullName!)).FirstOrDefault(type => type is { IsPublic: true });
        return found is null ? [$"{local.FullName}: no official assembly has a public type of this name"] : Differences(local, found);
    }

    private static IEnumerable<string> Differences(Type local, Type official)
    {
        (string What, string Local, string Official)[] wholes =
        [
            ("kind", TypeShape.Kind(local), TypeShape.Kind(official)),
            ("base type", TypeShape.Name(local.BaseType), TypeShape.Name(official.BaseType)),
            ("attribute usage", TypeShape.Usage(local), TypeShape.Usage(official)),
            ("enum values", TypeShape.Values(local), TypeShape.Values(official)),
        ];
        foreach (var (what, here, there) in wholes.Where(whole => whole.Local != whole.Official))
        {
            yield return $"{local.FullName}: {what} is {here}, officially {there}";
        }

        (string What, IEnumerable<string> Local, IEnumerable<string> Official)[] parts =
        [
            ("interface", TypeShape.Interfaces(local), TypeShape.Interfaces(official)),
            ("constructor", TypeShape.Constructors(local), TypeShape.Constructors(official)),
            ("property", TypeShape.Properties(local), TypeShape.Properties(official)),
            ("method", TypeShape.Methods(local), TypeShape.Methods(official)),
        ];
        foreach (var (what, here, there) in parts)
        {
            var all = there.ToList();
            foreach (var missing in here.Except(all))
            {
                yield return $"{local.FullName}: {what} {missing}, officially {(all.Count == 0 ? "none" : string.Join(" | ", all))}";
            }
        }
    }
}
