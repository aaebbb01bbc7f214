using System.Net.Sockets;
using System.Text;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Sends requests that HTTP clients do not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads until the server closes the connection.</summary>
    public static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TestHost.WaitTimeout);
    }

    /// <summary>A POST with some of its body.</summary>
    public static string Post(string path, string type, long length, string body) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}";
}
