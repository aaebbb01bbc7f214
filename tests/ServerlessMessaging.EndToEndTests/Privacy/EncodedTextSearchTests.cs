using System.Text;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <summary>A search that finds nothing proves nothing, unless it would find.</summary>
public sealed class EncodedTextSearchTests
{
    private const string Said = "Geheimnis über <b>Müller</b>";
    private readonly EncodedTextSearch _disguises = new([Said]);

    [Fact]
    public void FindIn_OtherTexts_FindsNothing() => Assert.Empty(_disguises.In(["", "Geheimnis", "sent by route OpenMessaging"]));

    [Fact]
    public void FindIn_EachEncoding_FindsTheText()
    {
        string[] told =
        [
            $"it said {Said}.",
            Said.ToUpperInvariant(),
            $"?text={Uri.EscapeDataString(Said)}&x",
            JsonSerializer.Serialize(new { text = Said }),
            .. Enumerable.Range(0, 7).Select(shift => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{new string('{', shift)}\"{Said}\"}}"))),
        ];

        Assert.All(told, text => Assert.Single(_disguises.In([text])));
    }
}
