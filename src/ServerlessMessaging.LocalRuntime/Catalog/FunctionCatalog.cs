using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The functions of an application. Reading it starts nothing; a bad declaration is an error that names its function.</summary>
public sealed class FunctionCatalog
{
    private const BindingFlags EveryMethod =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private FunctionCatalog(IReadOnlyList<FunctionDescription> functions) => Functions = functions;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<FunctionDescription> Functions { get; }

    /// <exception cref="InvalidOperationException">A function is declared badly; the message lists every fault.</exception>
    public static FunctionCatalog From(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Of(assembly.GetTypes());
    }

    /// <inheritdoc cref="From"/>
    public static FunctionCatalog Of(params Type[] types)
    {
        var methods = types.SelectMany(type => type.GetMethods(EveryMethod)).Where(method => method.IsDefined(typeof(FunctionAttribute)));
        var faults = new List<string>();
        var functions = new List<FunctionDescription>();
        foreach (var method in methods)
        {
            var found = FunctionRules.Check(method).ToList();
            faults.AddRange(found);
            if (found.Count == 0)
            {
                functions.Add(FunctionReader.Read(method));
            }
        }

        functions.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        faults.AddRange(CatalogRules.Check(functions));
        return faults.Count == 0
            ? new FunctionCatalog(functions)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }
}
