using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Sends a fuzzed body to a function.</summary>
internal sealed class FuzzCalls(TestSystem system)
{
    public const string Queued = "queued";

    // A queue message holds 64 KiB, and XML needs up to six bytes for a character.
    private const int MaxTextLength = 10_000;

    /// <summary>Calls a function, with its key.</summary>
    /// <returns>The status.</returns>
    public async Task<string> HttpAsync(HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("x-functions-key", TestSystem.FunctionKey);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        foreach (var (name, value) in headers)
        {
            if (name is "Content-Type" or "Content-Encoding" && request.Content is not null)
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await system.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode}";
    }

    /// <summary>Enqueues a body: as it is where XML can hold it, otherwise as base64.</summary>
    public async Task<string> EnqueueAsync(string queue, byte[] body, bool mayBeEncoded)
    {
        var text = Encoding.UTF8.GetString(body);
        text = IsXml(text) ? text
            : mayBeEncoded ? Convert.ToBase64String(body)
            : string.Concat(text.Where(XmlConvert.IsXmlChar));
        await system.Storage.EnqueueAsync(text.Length > MaxTextLength ? text[..MaxTextLength] : text, queue);
        return Queued;
    }

    private static bool IsXml(string text)
    {
        try
        {
            XmlConvert.VerifyXmlChars(text);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
