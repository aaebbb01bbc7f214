using ServerlessMessaging.Contract;

namespace ServerlessMessaging.Tests.Contract;

public sealed class ProblemTests
{
    private static readonly ProblemError First = new("/id", "SM1107", "An id is short.");
    private static readonly ProblemError Second = new("/to", "SM1105", "Name one recipient.");

    [Fact]
    public void At_Pointer_HasOneErrorThere()
    {
        var problem = Problem.At("/to/email", ErrorCodes.WrongType, "Expected a string.");

        Assert.Equal((ErrorCodes.WrongType, "Expected a string."), (problem.Code, problem.Detail));
        Assert.Equal([new ProblemError("/to/email", "SM1004", "Expected a string.")], problem.Errors);
    }

    [Fact]
    public void OfRules_OneError_HasItsDetail()
    {
        var problem = Problem.OfRules([First]);

        Assert.Equal((ErrorCodes.RulesBroken, "An id is short."), (problem.Code, problem.Detail));
        Assert.Equal([First], problem.Errors);
    }

    [Fact]
    public void OfRules_SeveralErrors_StatesTheirNumber()
    {
        var problem = Problem.OfRules([First, Second]);

        Assert.Equal("2 rules are broken; errors[] names each.", problem.Detail);
        Assert.Equal([First, Second], problem.Errors);
    }
}
