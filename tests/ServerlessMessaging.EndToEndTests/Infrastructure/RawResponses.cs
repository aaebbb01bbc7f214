using System.IO.Compression;
using System.Text;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>What a server may answer, healthy or not.</summary>
internal static class RawResponses
{
    private const int Megabyte = 1024 * 1024;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    /// <summary>Fifty megabytes of spaces, as gzip has them: some fifty kilobytes.</summary>
    public static byte[] Bomb { get; } = Pack();

    /// <summary>A status, headers and a body.</summary>
    /// <param name="head">The status and further header lines.</param>
    /// <param name="body">The body.</param>
    public static RawResponse Of(string head, string body = "") => Of(head, Encoding.UTF8.GetBytes(body));

    /// <summary>The same with bytes.</summary>
    public static RawResponse Of(string head, byte[] body) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n", cancellationToken);
        await connection.WriteAsync(body, cancellationToken);
    };

    /// <summary>A beginning, and then a byte now and then without an end.</summary>
    public static RawResponse Trickle(string beginning) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        using var timer = new PeriodicTimer(Breath);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await connection.WriteAsync("x", cancellationToken);
        }
    };

    /// <summary>A beginning, and then the same again and again until nobody takes any more.</summary>
    /// <param name="beginning">The beginning.</param>
    /// <param name="piece">What is repeated.</param>
    /// <param name="megabytes">How much of it; without an end where none is given.</param>
    public static RawResponse Flood(string beginning, string piece, int? megabytes = null) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        var pieces = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(piece, Math.Max(1, (16 * 1024) / piece.Length))));
        for (long sent = 0; sent < (megabytes ?? int.MaxValue) * (long)Megabyte; sent += pieces.Length)
        {
            await connection.WriteAsync(pieces, cancellationToken);
        }
    };

    /// <summary>The connection is reset, after something or nothing was said.</summary>
    public static RawResponse Reset(string beginning = "") => async (connection, cancellationToken) =>
    {
        if (beginning.Length > 0)
        {
            await connection.WriteAsync(beginning, cancellationToken);
        }

        connection.Reset();
    };

    /// <summary>The connection ends in order, after something was said.</summary>
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
