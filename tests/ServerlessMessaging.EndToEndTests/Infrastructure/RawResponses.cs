using System.IO.Compression;
using System.Text;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Valid and invalid HTTP responses, byte by byte.</summary>
internal static class RawResponses
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Fifty megabytes of spaces in some fifty kilobytes of gzip.</summary>
    public static byte[] Bomb { get; } = Pack();

    /// <summary>A status, headers and a body.</summary>
    /// <param name="head">The status and further header lines.</param>
    /// <param name="body">The body.</param>
    public static RawResponse Create(string head, string body = "") => Create(head, Encoding.UTF8.GetBytes(body));

    /// <summary>A status, headers and a body of bytes.</summary>
    public static RawResponse Create(string head, byte[] body) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n", cancellationToken);
        await connection.WriteAsync(body, cancellationToken);
    };

    /// <summary>A beginning, then single bytes at intervals without an end.</summary>
    public static RawResponse Trickle(string beginning) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await connection.WriteAsync("x", cancellationToken);
        }
    };

    /// <summary>A beginning, then the same piece repeated until the connection is closed.</summary>
    /// <param name="beginning">The beginning.</param>
    /// <param name="piece">What is repeated.</param>
    /// <param name="megabytes">The total size; no end where null.</param>
    public static RawResponse Flood(string beginning, string piece, int? megabytes = null) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        var pieces = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, Math.Max(1, (16 * 1024) / piece.Length))));
        for (long sent = 0; sent < (megabytes ?? int.MaxValue) * (long)Megabyte; sent += pieces.Length)
        {
            await connection.WriteAsync(pieces, cancellationToken);
        }
    };

    /// <summary>Resets the connection, after a beginning if one is given.</summary>
    public static RawResponse Reset(string beginning = "") => async (connection, cancellationToken) =>
    {
        if (beginning.Length > 0)
        {
            await connection.WriteAsync(beginning, cancellationToken);
        }

        connection.Reset();
    };

    /// <summary>Closes the connection in order after a beginning.</summary>
    public static RawResponse End(string beginning) => (connection, cancellationToken) => connection.WriteAsync(beginning, cancellationToken);

    private static byte[] Pack()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            var spaces = new byte[Megabyte];
            spaces.AsSpan().Fill((byte)' ');
            for (var megabyte = 0; megabyte < 50; megabyte++)
            {
                gzip.Write(spaces);
            }
        }

        return packed.ToArray();
    }
}
