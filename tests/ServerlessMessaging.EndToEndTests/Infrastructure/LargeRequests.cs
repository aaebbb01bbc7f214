using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Requests that are large without a text above the limit.</summary>
internal static class LargeRequests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A carousel of the maximum of cards and actions, filled up to a size with white space.</summary>
    /// <param name="id">The request's id.</param>
    /// <param name="filler">The character of the payloads.</param>
    /// <param name="payload">The length of each payload, at most 2048.</param>
    /// <param name="bytes">The size in UTF-8.</param>
    public static string Carousel(string id, char filler, int payload, int bytes)
    {
        var request = Carousel(id, filler, payload);
        return request + new string(' ', bytes - Encoding.UTF8.GetByteCount(request));
    }

    /// <summary>The same carousel without white space.</summary>
    public static string Carousel(string id, char filler, int payload)
    {
        var cards = Enumerable.Range(0, 10).Select(number => new
        {
            title = $"Card {number}",
            actions = Enumerable.Range(0, 3).Select(action => new { type = "postBack", title = $"Action {action}", payload = new string(filler, payload) }),
        });
        return JsonSerializer.Serialize(new { id, to = new { email = "recipient@example.com" }, message = new { type = "carousel", cards } }, Readable);
    }
}
