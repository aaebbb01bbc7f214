namespace ServerlessMessaging.Tests.Contract.Rules;

/// <summary>Lengths are UTF-16 code units, so one visible character may cost several.</summary>
public sealed class UnicodeLengthTests
{
    private const string Title = """{"type":"card","title":§}""";
    private const string Family = "👨\u200d👩\u200d👧\u200d👦";

    [Fact]
    public void F18_Counts_an_emoji_as_two() => Accepts_to_200(string.Concat(Enumerable.Repeat("😀", 100)));

    [Fact]
    public void F18_Counts_a_joined_family_as_eleven() => Accepts_to_200(string.Concat(Enumerable.Repeat(Family, 18)) + "ab");

    [Fact]
    public void F18_Counts_a_flag_as_four() => Accepts_to_200(string.Concat(Enumerable.Repeat("🇩🇪", 50)));

    [Fact]
    public void F18_Counts_a_combining_mark() => Accepts_to_200(string.Concat(Enumerable.Repeat("e\u0301", 100)));

    [Fact]
    public void F18_Counts_right_to_left_text_by_its_letters() => Accepts_to_200(new string('א', 200));

    [Fact]
    public void F18_Counts_marks_of_direction() => Accepts_to_200($"\u202e{new string('ש', 198)}\u202c");

    [Fact]
    public void F18_Counts_characters_of_three_bytes_once() => Accepts_to_200(new string('中', 200));

    [Fact]
    public void F18_Counts_an_escaped_emoji_as_two()
    {
        var title = string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 100));

        Expect.Valid(Body.Message($$"""{"type":"card","title":"{{title}}"}"""));
        Expect.Broken(Body.Message($$"""{"type":"card","title":"{{title}}\n"}"""), "SM1109", "/message/title", "found 201");
    }

    [Fact]
    public void F18_Counts_an_emoji_in_a_string_payload_as_two()
    {
        var payload = string.Concat(Enumerable.Repeat("😀", 1024));

        Expect.Valid(Body.Payload(Body.Quote(payload)));
        Expect.Broken(Body.Payload(Body.Quote(payload + "a")), "SM1108", "/message/actions/0/payload", "found 2049");
    }

    [Fact]
    public void F18_Accepts_a_text_of_invisible_characters() => Expect.Valid(Body.Message(Body.Fill(Title, "\u200d")));

    private static void Accepts_to_200(string title)
    {
        Assert.Equal(200, title.Length);
        Expect.Valid(Body.Message(Body.Fill(Title, title)));
        Expect.Broken(Body.Message(Body.Fill(Title, title + "a")), "SM1109", "/message/title", "found 201. Shorten it by 1.");
    }
}
