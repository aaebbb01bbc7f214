using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

/// <summary>Holds what LocalRuntime declares under the worker's names to the worker's real shapes.</summary>
public sealed class DeclarationTests
{
    // The public surface of Microsoft.Azure.Functions.Worker 2.52.0 and its HTTP and queue extensions that may be declared: less is fine, more or different is not.
    private static readonly Dictionary<string, string[]> Worker = new()
    {
        ["Microsoft.Azure.Functions.Worker.FunctionAttribute"] =
        [
            "class : System.Attribute, for Method",
            "new(string name)",
            "string Name { get; }",
        ],
        ["Microsoft.Azure.Functions.Worker.AuthorizationLevel"] =
        [
            "enum",
            "Anonymous = 0",
            "User = 1",
            "Function = 2",
            "System = 3",
            "Admin = 4",
        ],
        ["Microsoft.Azure.Functions.Worker.HttpTriggerAttribute"] =
        [
            "sealed class : Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute",
            "new()",
            "new(params string[] methods)",
            "new(AuthorizationLevel authLevel)",
            "new(AuthorizationLevel authLevel, params string[] methods)",
            "string? Route { get; set; }",
            "string[]? Methods { get; }",
            "AuthorizationLevel AuthLevel { get; }",
        ],
        ["Microsoft.Azure.Functions.Worker.QueueTriggerAttribute"] =
        [
            "sealed class : Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute",
            "new(string queueName)",
            "string QueueName { get; }",
            "string? Connection { get; set; }",
        ],
        ["Microsoft.Azure.Functions.Worker.Extensions.Abstractions.BindingAttribute"] = ["abstract class : System.Attribute, for Method"],
        ["Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute"] =
        [
            "abstract class : Microsoft.Azure.Functions.Worker.Extensions.Abstractions.BindingAttribute, for Parameter",
        ],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication"] =
        [
            "class : System.Object",
            "new()",
            "static FunctionsApplicationBuilder CreateBuilder(string[] args)",
        ],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder"] =
        [
            "class : System.Object, Microsoft.Extensions.Hosting.IHostApplicationBuilder",
            "ConfigurationManager Configuration { get; }",
            "IHostEnvironment Environment { get; }",
            "ILoggingBuilder Logging { get; }",
            "IMetricsBuilder Metrics { get; }",
            "IDictionary<object, object> Properties { get; }",
            "IServiceCollection Services { get; }",
            "IHost Build()",
            "void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure)",
        ],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions"] =
        [
            "static class : System.Object",
            "static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)",
        ],
    };

    public static TheoryData<Type> DeclaredTypes =>
        [.. typeof(FunctionCatalog).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(DeclaredTypes))]
    public void Declares_Nothing_That_The_Worker_Does_Not(Type type)
    {
        Assert.True(Worker.TryGetValue(type.FullName!, out var allowed), $"{type.FullName} is no type of the worker.");

        var shape = DeclaredShape.Of(type);

        Assert.Equal(allowed[0], shape[0]);
        Assert.Empty(shape.Except(allowed));
    }

    [Fact]
    public void Every_Public_Type_Is_The_Workers_Or_Our_Own() =>
        Assert.All(
            typeof(FunctionCatalog).Assembly.GetExportedTypes(),
            type => Assert.True(Worker.ContainsKey(type.FullName!) || type.Namespace == "ServerlessMessaging.LocalRuntime", type.FullName));
}
