using System.Net;
using System.Text;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Genesys.Http;

/// <summary>Responses that no healthy server sends: only what can be read of them counts.</summary>
public sealed class UnexpectedResponsesTests : IDisposable
{
    private const string Path = "/thing";
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("1.5", null)]
    [InlineData("5, 10", null)]
    [InlineData("86400", 86_400)]
    [InlineData("2147483647", 2_592_000)]
    [InlineData("99999999999999999999", 2_592_000)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 2_592_000)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", null)]
    public async Task SendAsync_OddRetryAfter_IsAboveZeroAndAtMost30Days(string header, int? seconds)
    {
        _product.Genesys.On(Path, HttpStatusCode.Forbidden, headers: ("Retry-After", header));

        Assert.Equal(seconds, (await SendAsync()).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task SendAsync_RetryAfterZero_StillPauses(HttpStatusCode status)
    {
        using var product = new ProductFixture(("Genesys:MaxRetries", "0")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, status, headers: ("Retry-After", "0"));

        await product.EnqueueAsync(Requests.ToUser);

        Assert.True(Assert.Single(product.Copies()).Visibility >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task SendAsync_RetryAfterYear9999_Expires()
    {
        _product.WithToken().Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.TooManyRequests, headers: ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));

        var outcome = Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser));

        Assert.Equal("SM3008", outcome.Problem.Code.Code);
    }

    [Theory]
    [MemberData(nameof(BrokenBodies), DisableDiscoveryEnumeration = true)]
    public async Task SendAsync_BrokenBody_KeepsTheStatus(Exception fault)
    {
        _product.Genesys.On(Path, (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted) { Content = new StreamContent(new BrokenStream(fault)) }));

        var response = await SendAsync();

        Assert.True(response.IsSuccess);
        Assert.Equal(0, response.Body.Length);
    }

    public static TheoryData<Exception> BrokenBodies =>
    [
        new IOException("reset"),
        new HttpRequestException("cut"),
        new OperationCanceledException(),
        new InvalidDataException("no gzip"),
        new InvalidOperationException("no Brotli"),
    ];

    [Fact]
    public async Task SendAsync_LongCorrelationId_IsCutAndCleaned()
    {
        _product.Genesys.On(Path, HttpStatusCode.Accepted, headers: ("ININ-Correlation-Id", $"a\tb{new string('x', 5000)}"));

        Assert.Equal($"a b{new string('x', 197)}", (await SendAsync()).CorrelationId);
    }

    public void Dispose() => _product.Dispose();

    private Task<GenesysResponse> SendAsync() => _product.Get<GenesysHttpClient>(GenesysHttpClient.Api).SendAsync(
        new(HttpMethod.Post, new Uri("https://api.example" + Path), IsIdempotent: false) { Body = Encoding.UTF8.GetBytes("{}") }, _product.Deadline());

    private sealed class BrokenStream(Exception fault) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw fault;
    }
}
