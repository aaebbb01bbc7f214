namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Switches the functions to ASP.NET Core's requests and results.</summary>
// Declared here because Program.cs must call it: under the worker a missing call is a build error.
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseWebApplication();
        return builder;
    }
}
