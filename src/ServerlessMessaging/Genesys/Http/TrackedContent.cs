namespace ServerlessMessaging.Genesys.Http;

/// <summary>A body that knows whether writing it began: before that, nobody can have processed the request.</summary>
internal sealed class TrackedContent(ReadOnlyMemory<byte> body) : HttpContent
{
    public bool WriteStarted { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        WriteStarted = true;
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
