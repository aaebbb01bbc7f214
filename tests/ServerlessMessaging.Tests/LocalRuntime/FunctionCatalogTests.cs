using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Describes_Every_Function_In_The_Order_Of_Names()
    {
        var catalog = FunctionCatalog.Of(typeof(GoodFunctions));

        Assert.Equal(
            [
                "Anything: * /api/Anything (Function)",
                "GetThing: GET,HEAD /api/things/{id} (Anonymous)",
                "TakeThing: queue things",
            ],
            catalog.Functions.Select(function => function.ToString()));
    }

    [Fact]
    public void Gives_The_Parts_Of_An_Http_Function()
    {
        var function = Assert.IsType<HttpFunction>(FunctionCatalog.Of(typeof(GoodFunctions)).Functions[1]);

        Assert.Equal(("GetThing", "things/{id}", AuthorizationLevel.Anonymous), (function.Name, function.Route, function.AuthorizationLevel));
        Assert.Equal(["GET", "HEAD"], function.Methods);
        Assert.Equal("/bridge/things/{id}", function.Path("bridge"));
        Assert.Equal("/things/{id}", function.Path(string.Empty));
    }

    [Fact]
    public void Gives_The_Parts_Of_A_Queue_Function()
    {
        var function = Assert.IsType<QueueFunction>(FunctionCatalog.Of(typeof(GoodFunctions)).Functions[2]);

        Assert.Equal(("TakeThing", "things", "AzureWebJobsStorage"), (function.Name, function.QueueName, function.Connection));
    }

    [Fact]
    public void Finds_The_Functions_Of_An_Assembly()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Somebodys.Functions"), AssemblyBuilderAccess.Run).DefineDynamicModule("main");
        module.DefineType("Derived", TypeAttributes.Public, typeof(GoodFunctions)).CreateType();
        var own = module.DefineType("Own", TypeAttributes.Public);
        var method = own.DefineMethod("Run", MethodAttributes.Public, typeof(Task), [typeof(string)]);
        method.SetCustomAttribute(new CustomAttributeBuilder(typeof(FunctionAttribute).GetConstructors()[0], ["Found"]));
        method.DefineParameter(1, ParameterAttributes.None, "message")
            .SetCustomAttribute(new CustomAttributeBuilder(typeof(QueueTriggerAttribute).GetConstructors()[0], ["found"]));
        method.GetILGenerator().ThrowException(typeof(NotSupportedException));
        own.CreateType();

        var catalog = FunctionCatalog.From(module.Assembly);

        Assert.Equal("Found: queue found", Assert.Single(catalog.Functions).ToString());
    }

    [Fact]
    public void An_Assembly_Without_Functions_Has_None() => Assert.Empty(FunctionCatalog.From(typeof(string).Assembly).Functions);

    [Theory]
    [InlineData(typeof(Twins), "Function 'Twin' exists 2 times")]
    [InlineData(typeof(SameRoute), "Function 'Second' has the route 'THINGS' and a verb in common with function 'First'")]
    [InlineData(typeof(NoTrigger), "Function 'NoTrigger'", "has 0 triggers")]
    [InlineData(typeof(TwoTriggers), "Function 'TwoTriggers'", "has 2 triggers")]
    [InlineData(typeof(BadNames), "Function '1st'", "Function 'host'", "bad name")]
    [InlineData(typeof(PrivateMethod), "Function 'PrivateMethod'", "must be a public instance method")]
    [InlineData(typeof(StaticMethod), "Function 'StaticMethod'", "must be a public instance method")]
    [InlineData(typeof(HiddenClass), "Function 'HiddenClass'", "must belong to a public class")]
    [InlineData(typeof(AbstractClass), "Function 'AbstractClass'", "must belong to a public class")]
    [InlineData(typeof(WrongRequest), "Function 'WrongRequest'", "takes its request as String: use HttpRequest")]
    [InlineData(typeof(WrongResult), "Function 'WrongResult'", "returns Task: return an IResult")]
    [InlineData(typeof(WrongLevel), "Function 'WrongLevel'", "asks for Admin")]
    [InlineData(typeof(ReservedRoute), "Function 'ReservedRoute'", "the host keeps 'admin' and 'runtime'")]
    [InlineData(typeof(BrokenRoute), "Function 'BrokenRoute'", "which cannot be read")]
    [InlineData(typeof(StrangeParameter), "Function 'StrangeParameter'", "'body', which is not part of its route 'strange/{id}'")]
    [InlineData(typeof(ComplexRouteValue), "Function 'ComplexRouteValue'", "'id' of type Uri: a route value becomes a string or a simple value only")]
    [InlineData(typeof(WrongMessage), "Function 'WrongMessage'", "takes its message as Uri: use QueueMessage, string or BinaryData")]
    [InlineData(typeof(WrongQueue), "Function 'WrongQueue'", "listens to 'Bad--Queue'")]
    [InlineData(typeof(WrongReturn), "Function 'WrongReturn'", "returns Void: return a Task or a ValueTask")]
    [InlineData(typeof(StrangeExtra), "Function 'StrangeExtra'", "'dequeueCount' of type Int64")]
    public void Rejects_A_Bad_Declaration_And_Names_It(Type type, params string[] parts)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => FunctionCatalog.Of(type));

        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_Every_Fault_At_Once()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => FunctionCatalog.Of(typeof(NoTrigger), typeof(WrongQueue)));

        Assert.Equal(2, exception.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public void Accepts_One_Route_With_Different_Verbs() => Assert.Equal(2, FunctionCatalog.Of(typeof(OneRouteTwoVerbs)).Functions.Count);

    [Theory]
    [InlineData(nameof(ReturningFunctions.Plain))]
    [InlineData(nameof(ReturningFunctions.Awaited))]
    [InlineData(nameof(ReturningFunctions.Valued))]
    [InlineData(nameof(ReturningFunctions.Typed))]
    public void Accepts_Every_Way_To_Return_A_Result(string name) =>
        Assert.Contains(FunctionCatalog.Of(typeof(ReturningFunctions)).Functions, function => function.Name == name);

    [Fact]
    public void The_Worker_Runs_A_Function_Key_Unless_Told_Otherwise() => Assert.Equal(AuthorizationLevel.Function, new HttpTriggerAttribute("get").AuthLevel);
}
