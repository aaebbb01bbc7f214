using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Writes to a connection or ends it.</summary>
internal delegate Task RawResponse(RawConnection connection, CancellationToken cancellationToken);

/// <summary>A server that gives the raw responses of a test, and otherwise its default response. Each connection serves one request.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, RawResponse> _immediate = new();
    private readonly ConcurrentQueue<(string PathPart, RawResponse Response)> _unexpected = new();
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, RawResponse> _default;
    private readonly Task _accepting;
    private int _connections;
    private long _written;

    public RawServer(Func<RawRequest, RawResponse> defaultResponse)
    {
        _default = defaultResponse;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The complete requests.</summary>
    public IReadOnlyList<RawRequest> Requests => [.. _requests];

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How many bytes of responses were written.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Sets the response to the next request of a path.</summary>
    public void Next(string pathPart, RawResponse response) => _unexpected.Enqueue((pathPart, response));

    /// <summary>Sets what a later connection gets before its request is read.</summary>
    /// <param name="skipped">How many connections are served before.</param>
    /// <param name="response">The response.</param>
    public void NextBeforeReading(int skipped, RawResponse response) => _immediate[Connections + skipped + 1] = response;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                served.Add(ServeAsync(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using var connection = new RawConnection(client, written => Interlocked.Add(ref _written, written));
        try
        {
            if (_immediate.TryRemove(number, out var immediate))
            {
                await immediate(connection, _end.Token);
            }
            else if (await connection.ReadAsync(_end.Token) is { } request)
            {
                _requests.Enqueue(request);
                await ResponseFor(request)(connection, _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The client disconnected, or the test is over.
        }
    }

    private RawResponse ResponseFor(RawRequest request) =>
        _unexpected.TryPeek(out var unexpected) && request.Target.Contains(unexpected.PathPart, StringComparison.Ordinal) && _unexpected.TryDequeue(out unexpected) ? unexpected.Response : _default(request);
}

/// <summary>A complete request.</summary>
internal sealed record RawRequest(string Method, string Target, string Body);

/// <summary>A connection of a client.</summary>
internal sealed class RawConnection(TcpClient client, Action<int> count) : IDisposable
{
    private readonly NetworkStream _stream = client.GetStream();

    public Task WriteAsync(string text, CancellationToken cancellationToken) => WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        count(bytes.Length);
    }

    /// <summary>Closes it with a reset.</summary>
    public void Reset()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
    }

    /// <summary>Reads a request; null where it is incomplete.</summary>
    public async Task<RawRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var chunk = new byte[16 * 1024];
        while (true)
        {
            var read = await _stream.ReadAsync(chunk, cancellationToken);
            text.Append(Encoding.Latin1.GetString(chunk, 0, read));
            var (head, body) = Split(text.ToString());
            if (head is not null && body.Length >= LengthIn(head))
            {
                var line = head.Split(' ', 3);
                return new(line[0], line[1], body);
            }

            if (read == 0)
            {
                return null;
            }
        }
    }

    public void Dispose() => client.Dispose();

    private static (string? Head, string Body) Split(string text) =>
        text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and >= 0 ? (text[..end], text[(end + 4)..]) : (null, string.Empty);

    private static int LengthIn(string head) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture)
            : 0;
}
