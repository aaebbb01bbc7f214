using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json.Serialization;
using Mono.Cecil;
using Mono.Cecil.Cil;
using ServerlessMessaging.Functions;
using EnteredTypes = System.Collections.Generic.OrderedDictionary<string, bool>;

namespace ServerlessMessaging.Tests.Architecture;

/// <summary>A copy of the product beside the one that all tests use; each of its methods begins with a call of <see cref="TypeRecorder"/>.</summary>
internal sealed class InstrumentedProduct() : AssemblyLoadContext(nameof(InstrumentedProduct))
{
    private static readonly Assembly Tests = typeof(InstrumentedProduct).Assembly;
    private static readonly Assembly[] Product = [typeof(ServerlessMessagingServices).Assembly, typeof(SendMessage).Assembly];

    /// <summary>Runs a static method of the tests against the copy; the tests' assembly is loaded once more for it, with static fields of its own.</summary>
    public static Task<EnteredTypes> RunAsync(Func<Task<EnteredTypes>> scenario) => new InstrumentedProduct().LoadFromAssemblyPath(Tests.Location)
        .GetType(scenario.Method.DeclaringType!.FullName!, throwOnError: true)!
        .GetMethod(scenario.Method.Name, BindingFlags.Static | BindingFlags.NonPublic)!
        .CreateDelegate<Func<Task<EnteredTypes>>>()();

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == Tests.GetName().Name ? LoadFromAssemblyPath(Tests.Location)
        : Array.Find(Product, assembly => assembly.GetName().Name == assemblyName.Name) is { } original ? LoadFromStream(Instrument(original.Location))
        : null;

    private static MemoryStream Instrument(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        var enter = assembly.MainModule.ImportReference(typeof(TypeRecorder).GetMethod(nameof(TypeRecorder.Enter)));
        // Code that the compiler shares between types belongs to none of them.
        var types = assembly.MainModule.GetTypes().Where(type => OutermostOf(type).Name[0] != '<');
        foreach (var method in types.SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            var type = OutermostOf(method.DeclaringType);
            var code = method.Body.GetILProcessor();
            var first = method.Body.Instructions[0];
            code.InsertBefore(first, code.Create(OpCodes.Ldstr, type.FullName));
            code.InsertBefore(first, code.Create(IsData(method, type) ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0));
            code.InsertBefore(first, code.Create(OpCodes.Call, enter));
        }

        var instrumented = new MemoryStream();
        assembly.Write(instrumented);
        instrumented.Position = 0;
        return instrumented;
    }

    private static TypeDefinition OutermostOf(TypeDefinition type) => type.DeclaringType is { } outer ? OutermostOf(outer) : type;

    // Options and generated serializers; of a record, a struct or a static class its constructors, properties and what the compiler writes for a record.
    private static bool IsData(MethodDefinition method, TypeDefinition type) =>
        type.Name.EndsWith("Options", StringComparison.Ordinal)
        || type.BaseType?.Name == nameof(JsonSerializerContext)
        || ((type.IsValueType || type.Methods.Any(member => member.Name == "<Clone>$") || type is { IsAbstract: true, IsSealed: true })
            && (method.IsConstructor || method.IsGetter || method.IsSetter
                || method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(CompilerGeneratedAttribute))));
}
