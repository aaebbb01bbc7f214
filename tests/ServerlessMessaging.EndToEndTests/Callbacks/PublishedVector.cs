using System.Text;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>The published example of a signed webhook: 369 bytes of UTF-8.</summary>
internal static class PublishedVector
{
    public const string Signature = "sha256=q8KvC3VTYtcceax+OG5A/9QQQ8vov4lsoBAqpAjFErM=";

    /// <summary>The signature of the body behind a byte order mark.</summary>
    public const string SignatureWithMark = "sha256=CP6LetLU+etnCBJ8D6N39z/r/XqXm4s+GxHZvqvd9pI=";

    public const string Text = """{"id":"m-1","channel":{"id":"11111111-1111-1111-1111-111111111111","platform":"Open","type":"Private","messageId":"m-1","to":{"id":"user-1","idType":"Opaque"},"from":{"nickname":"Int","id":"11111111-1111-1111-1111-111111111111","idType":"Opaque"},"time":"2026-01-02T03:04:05.678Z"},"type":"Text","text":"héllo + <b>","originatingEntity":"Human","direction":"Outbound"}""";

    public static byte[] Body { get; } = Encoding.UTF8.GetBytes(Text);
}
