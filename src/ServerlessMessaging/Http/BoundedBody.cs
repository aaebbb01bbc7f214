using System.Buffers;

namespace ServerlessMessaging.Http;

/// <summary>Reads a body up to a limit, which does not depend on its headers.</summary>
public static class BoundedBody
{
    private const int ChunkSize = 16 * 1024;

    /// <returns>The bytes, at most <paramref name="maxBytes"/>, and whether the body has more.</returns>
    public static async Task<(ReadOnlyMemory<byte> Body, bool IsCut)> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(ChunkSize);
        int read;
        do
        {
            var space = buffer.GetMemory(ChunkSize);
            read = await stream.ReadAsync(space[..Math.Min(space.Length, maxBytes + 1 - buffer.WrittenCount)], cancellationToken);
            buffer.Advance(read);
        }
        while (read > 0 && buffer.WrittenCount <= maxBytes);
        return (buffer.WrittenMemory[..Math.Min(buffer.WrittenCount, maxBytes)], buffer.WrittenCount > maxBytes);
    }
}
