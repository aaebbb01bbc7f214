using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.KeyVault;

/// <summary>Limits the size of a response: the SDK would buffer any size.</summary>
internal sealed class MaxResponseSizePolicy : HttpPipelinePolicy
{
    // A secret has at most 25 KB, a page of versions 25 entries.
    private const int MaxBytes = 256 * 1024;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Key Vault is read asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Response.ContentStream is { } stream)
        {
            await using (stream)
            {
                var (body, isCut) = await BoundedBody.ReadAsync(stream, MaxBytes, message.CancellationToken);
                message.Response.ContentStream = isCut ? throw new InvalidDataException($"A response of Key Vault has at most {MaxBytes} bytes.") : new MemoryStream(body.ToArray());
            }
        }
    }
}
