namespace ServerlessMessaging.Tests.Contract.Reading;

public sealed class DepthTests
{
    // The root, the message, its actions and the action around a payload.
    private const int LevelsAround = 4;
    private const string PayloadPointer = "/message/actions/0/payload";
    private const string Remedy = "At most 32 objects and arrays may be inside each other. Flatten the payload.";

    [Fact]
    public void Read_32LevelsOfArrays_IsAccepted() => Expect.Request(Body.Payload(Arrays(32 - LevelsAround)));

    [Fact]
    public void Read_32LevelsOfObjects_IsAccepted() => Expect.Request(Body.Payload(Objects(32 - LevelsAround)));

    [Theory]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(65)]
    [InlineData(10_000)]
    public void Read_MoreLevelsOfArrays_IsRefused(int levels) => Expect.Refusal(
        Body.Payload(Arrays(levels - LevelsAround)), "SM1005", PayloadPointer + Repeat("/0", 28), Remedy);

    [Theory]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(65)]
    [InlineData(10_000)]
    public void Read_MoreLevelsOfObjects_IsRefused(int levels) => Expect.Refusal(
        Body.Payload(Objects(levels - LevelsAround)), "SM1005", PayloadPointer + Repeat("/a", 28), Remedy);

    [Fact]
    public void Read_10000UnclosedBrackets_IsRefused() =>
        Expect.Refusal(Repeat("[", 10_000), "SM1005", Repeat("/0", 32), Remedy);

    [Fact]
    public void Read_33LevelsInAnUnknownMember_IsRefused() =>
        Expect.Refusal($$"""{"x":{{Arrays(32)}}}""", "SM1005", "/x" + Repeat("/0", 31), Remedy);

    [Fact]
    public void Read_SiblingsOf32Levels_IsAccepted() =>
        Expect.Request(Body.Payload($"[{Arrays(27)},{Arrays(27)},{Objects(27)}]"));

    private static string Arrays(int levels) => Repeat("[", levels) + Repeat("]", levels);

    private static string Objects(int levels) => Repeat("""{"a":""", levels) + "1" + Repeat("}", levels);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
