using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

/// <summary>An event as the bridge posts it, signed with the framework's HMAC; a test can make any part invalid.</summary>
internal sealed record SignedEvent(string Id, byte[] Body)
{
    /// <summary>A well-formed secret.</summary>
    public const string Secret = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    public string SigningSecret { get; init; } = Secret;

    public TimeSpan Age { get; init; }

    public string? WithoutHeader { get; init; }

    public string ContentType { get; init; } = "application/cloudevents+json";

    public byte[]? SentBody { get; init; }

    public static SignedEvent Create(string type, object data, string id = "event-1") => new(id, JsonSerializer.SerializeToUtf8Bytes(new
    {
        specversion = "1.0",
        type,
        source = "/genesys/integration-1",
        id,
        time = "2026-11-22T08:00:00Z",
        datacontenttype = "application/json",
        data,
    }));

    public static SignedEvent WithBody(string body, string id = "event-1") => new(id, Encoding.UTF8.GetBytes(body));

    public Dictionary<string, string> Headers()
    {
        var timestamp = (TimeProvider.System.GetUtcNow() - Age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{timestamp}."), .. Body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(SigningSecret["whsec_".Length..]), signed));
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = Id,
            ["webhook-timestamp"] = timestamp,
            ["webhook-signature"] = $"v1a,other v1,{signature}",
        };
        headers.Remove(WithoutHeader ?? "");
        return headers;
    }

    public HttpRequestMessage Request(string path = "/")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(SentBody ?? Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach (var (name, value) in Headers())
        {
            request.Headers.Add(name, value);
        }

        return request;
    }
}
