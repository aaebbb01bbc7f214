using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where Program.cs begins.</summary>
// Declared here because Program.cs must compile against either runtime without a change.
[SuppressMessage("Design", "CA1052", Justification = "The worker's class is neither static nor sealed.")]
public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
