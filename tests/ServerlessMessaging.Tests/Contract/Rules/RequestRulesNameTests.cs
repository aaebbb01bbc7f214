namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequestRulesNameTests
{
    [Theory]
    [InlineData("invoice-1001")]
    [InlineData("a.b:c_d-e")]
    public void Accepts_an_id(string id) => Expect.Valid(Body.With(Body.Fill("\"id\":§", id)));

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
    public void Refuses_a_malformed_id(string id) => Expect.Broken(
        Body.With(Body.Fill("\"id\":§", id)), "SM1107", "/id", "An id is 1 to 128 characters, letters, digits, '_', ':', '-' and single '.' inside");

    [Fact]
    public void Accepts_an_id_of_128_characters() => Expect.Valid(Body.With(Body.Fill("\"id\":§", new string('a', 128))));

    [Fact]
    public void Refuses_an_id_of_129_characters() =>
        Expect.Broken(Body.With(Body.Fill("\"id\":§", new string('a', 129))), "SM1107", "/id", "1 to 128 characters");

    [Theory]
    [InlineData("a")]
    [InlineData("approvals")]
    [InlineData("Flow_2-b")]
    public void Accepts_the_name_of_a_flow(string name) => Expect.Valid(Body.With(Body.Fill("\"replyTo\":§", name)));

    [Theory]
    [InlineData("")]
    [InlineData("2flows")]
    [InlineData("_a")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void Refuses_what_is_no_name_of_a_flow(string name) => Expect.Broken(
        Body.With(Body.Fill("\"replyTo\":§", name)), "SM1107", "/replyTo", "1 to 64 letters, digits, '_' and '-', beginning with a letter");

    [Fact]
    public void Limits_the_name_of_a_flow_to_64_characters()
    {
        Expect.Valid(Body.With(Body.Fill("\"replyTo\":§", new string('a', 64))));
        Expect.Broken(Body.With(Body.Fill("\"replyTo\":§", new string('a', 65))), "SM1107", "/replyTo", "1 to 64");
    }
}
