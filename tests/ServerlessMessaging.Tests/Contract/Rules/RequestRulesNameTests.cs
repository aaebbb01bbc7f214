namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequestRulesNameTests
{
    [Theory]
    [InlineData("invoice-1001")]
    [InlineData("a.b:c_d-e")]
    public void Check_Id_IsAccepted(string id) => Expect.Valid(Body.With(Body.Fill("\"id\":§", id)));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("batch")]
    [InlineData("PREVIEW")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void Check_MalformedId_IsRefused(string id) => Expect.Broken(
        Body.With(Body.Fill("\"id\":§", id)), "SM1107", "/id", "An id is 1 to 128 characters, letters, digits, '_', ':', '-' and single '.' inside");

    [Theory]
    [InlineData("a")]
    [InlineData("approvals")]
    [InlineData("Flow_2-b")]
    public void Check_BotFlowName_IsAccepted(string name) => Expect.Valid(Body.With(Body.Fill("\"replyTo\":§", name)));

    [Theory]
    [InlineData("")]
    [InlineData("2flows")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void Check_NotABotFlowName_IsRefused(string name) => Expect.Broken(
        Body.With(Body.Fill("\"replyTo\":§", name)), "SM1107", "/replyTo", "1 to 64 letters, digits, '_' and '-', beginning with a letter");

    [Fact]
    public void Check_BotFlowName_IsLimitedTo64Characters()
    {
        Expect.Valid(Body.With(Body.Fill("\"replyTo\":§", new string('a', 64))));
        Expect.Broken(Body.With(Body.Fill("\"replyTo\":§", new string('a', 65))), "SM1107", "/replyTo", "1 to 64");
    }
}
