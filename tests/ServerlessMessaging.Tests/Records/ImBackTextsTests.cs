using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Tests.Contract;

namespace ServerlessMessaging.Tests.Records;

public sealed class ImBackTextsTests
{
    private const string Approve = """{"type":"imBack","title":"Approve","payload":"I approve."}""";
    private const string Reject = """{"type":"imBack","title":"Reject","payload":" I reject. "}""";
    private const string Open = """{"type":"openUrl","title":"Open","url":"https://example.com"}""";
    private const string Press = """{"type":"postBack","title":"Press","payload":"I approve."}""";

    [Fact]
    public void From_Card_HashesTheTextOfEachImBack()
    {
        var hashes = HashesOf(Body.Actions($"{Approve},{Press},{Reject}"));

        Assert.Equal([DerivedName.Compute(NameKind.ImBack, "I approve."), DerivedName.Compute(NameKind.ImBack, "I reject.")], hashes);
        Assert.All(hashes!, hash => Assert.Matches("^[0-9a-f]{32}$", hash));
    }

    [Fact]
    public void From_Carousel_HashesEachTextOnce()
    {
        var card = $$"""{"title":"T","actions":[{{Approve}}]}""";

        Assert.Equal([ImBackTexts.Hash("I approve."), ImBackTexts.Hash("I reject.")], HashesOf(Body.Message($$"""{"type":"carousel","cards":[{{card}},{"title":"U","actions":[{{Reject}},{{Approve}}]}]}""")));
    }

    [Theory]
    [InlineData("""{"type":"text","text":"I approve."}""")]
    [InlineData("""{"type":"quickReplies","text":"?","replies":[{"text":"Yes","value":"I approve."}]}""")]
    [InlineData("""{"type":"card","title":"T","actions":[]}""")]
    [InlineData($$"""{"type":"card","title":"T","actions":[{{Open}},{{Press}}]}""")]
    public void From_NoImBack_ReturnsNull(string message) => Assert.Null(HashesOf(Body.Message(message)));

    [Theory]
    [InlineData("I approve.", true)]
    [InlineData("\r\n I approve.\t", true)]
    [InlineData("i approve.", false)]
    [InlineData("I  approve.", false)]
    public void Hash_TextOfACustomer_IgnoresSurroundingWhiteSpace(string text, bool isFound) =>
        Assert.Equal(isFound, HashesOf(Body.Actions(Approve))!.Contains(ImBackTexts.Hash(text)));

    private static IReadOnlyList<string>? HashesOf(string body) => ImBackTexts.From(Expect.Request(body).Message);
}
