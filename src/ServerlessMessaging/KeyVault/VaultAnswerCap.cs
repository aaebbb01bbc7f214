using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.KeyVault;

/// <summary>Reads no more of an answer than one of Key Vault can need: the SDK would keep whatever comes.</summary>
internal sealed class VaultAnswerCap : HttpPipelinePolicy
{
    // A secret has at most 25 KB, a page of versions 25 entries.
    private const int MaximumBody = 256 * 1024;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Key Vault is read asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Response.ContentStream is { } stream)
        {
            message.Response.ContentStream = await ReadAsync(stream, message.CancellationToken);
        }
    }

    private static async Task<MemoryStream> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using (stream)
        {
            var (body, isCut) = await BoundedBody.ReadAsync(stream, MaximumBody, cancellationToken);
            return isCut ? throw new InvalidDataException($"An answer of Key Vault has at most {MaximumBody} bytes.") : new MemoryStream(body.ToArray());
        }
    }
}
