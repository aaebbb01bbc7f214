using System.Text;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>The search finds each encoding; otherwise an empty result would prove nothing.</summary>
public sealed class EncodedTextSearchTests
{
    private const string Secret = "Geheimnis über <b>Müller</b>";
    private readonly EncodedTextSearch _search = new([Secret]);

    [Fact]
    public void FindIn_OtherTexts_FindsNothing() => Assert.Empty(_search.FindIn(["", "Geheimnis", "sent by route OpenMessaging"]));

    [Fact]
    public void FindIn_EachEncoding_FindsTheText()
    {
        string[] found =
        [
            $"a text {Secret}.",
            Secret.ToUpperInvariant(),
            $"?text={Uri.EscapeDataString(Secret)}&x",
            JsonSerializer.Serialize(new { text = Secret }),
            .. Enumerable.Range(0, 7).Select(shift => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{new string('{', shift)}\"{Secret}\"}}"))),
        ];

        Assert.All(found, text => Assert.Single(_search.FindIn([text])));
    }
}
