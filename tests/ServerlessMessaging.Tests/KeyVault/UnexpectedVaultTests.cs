using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>The client of the SDK, with the options of the product, and responses that no Key Vault sends.</summary>
public sealed class UnexpectedVaultTests
{
    private const string Secret = """{"value":"good","id":"https://vault.example/secrets/name/1","attributes":{"enabled":true}}""";
    private static readonly Uri Vault = new("https://vault.example");

    [Theory]
    [Trait("Fault", "F7")]
    [InlineData(50 * 1024 * 1024)]
    [InlineData(long.MaxValue)]
    public async Task GetAsync_HugeOrEndlessResponse_StopsReadingBefore1MiB(long length)
    {
        var secret = new BlankStream(length);
        var versions = new BlankStream(length);

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StreamContent(secret)));
        await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StreamContent(versions)));

        Assert.Contains("not a Key Vault", exception.Message, StringComparison.Ordinal);
        Assert.InRange(secret.BytesRead, 1, 1024 * 1024);
        Assert.InRange(versions.BytesRead, 1, 1024 * 1024);
    }

    [Fact]
    [Trait("Fault", "F7")]
    public async Task GetAsync_ResponseBodyNeverArrives_EndsWithTheReadTimeout()
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StreamContent(new HangingStream())));

        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"value":7}""")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":{"value":"x"}}""")]
    [InlineData("""{"value":"\ud800"}""")]
    [InlineData("""{"value":"x","attributes":{"created":99999999999999999}}""")]
    [InlineData("""{"value":"x","attributes":7}""")]
    [InlineData("""{"value":"x","id":"no address"}""")]
    public async Task GetAsync_InvalidResponse_ThrowsWithTheName(string body)
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StringContent(body)));

        Assert.Equal("name", exception.SecretName);
        await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StringContent(body)));
    }

    [Fact]
    public async Task GetAsync_LargestSecret_IsRead() =>
        Assert.Equal(25 * 1024, (await GetAsync(new StringContent(Secret.Replace("good", new string('x', 25 * 1024), StringComparison.Ordinal)))).Length);

    [Fact]
    public async Task GetVersionsAsync_EndlessPages_EndsWithTheReadTimeout()
    {
        const string page = """{"value":[{"id":"https://vault.example/secrets/name/1","attributes":{"enabled":true,"created":1}}],"nextLink":"https://vault.example/secrets/name/versions?api-version=7.5"}""";

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StringContent(page)));

        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
    }

    private static Task<string> GetAsync(HttpContent response) =>
        StoreOf(response).GetAsync("name", TestContext.Current.CancellationToken);

    private static Task<SecretValues> VersionsAsync(HttpContent response) =>
        StoreOf(response).GetVersionsAsync("name", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private static SecretStore StoreOf(HttpContent response) => new(ClientOf(response), KeyVaultSettings, TimeProvider.System, NullLogger<SecretStore>.Instance);

    private static IOptions<KeyVaultOptions> KeyVaultSettings => Options.Create(new KeyVaultOptions { Uri = Vault, ReadTimeout = TimeSpan.FromSeconds(0.5) });

    private static SecretClient ClientOf(HttpContent response)
    {
        var options = KeyVaultServices.CreateClientOptions();
        options.DisableChallengeResourceVerification = true;
        options.Transport = new HttpClientTransport(new FixedResponse(response));
        return new SecretClient(Vault, new FixedCredential(), options);
    }

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Challenges requests without a token, as Key Vault does, and sends all others the same response.</summary>
    private sealed class FixedResponse(HttpContent response) : HttpMessageHandler
    {
        private readonly Lazy<Task<byte[]>> _bytes = new(() => response.ReadAsByteArrayAsync());

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization is null)
            {
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
                challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\"");
                return challenge;
            }

            await Task.Yield();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = response is StreamContent ? response : new ByteArrayContent(await _bytes.Value) };
        }
    }

    private sealed class BlankStream(long length) : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, length - BytesRead);
            buffer.Span[..read].Fill((byte)' ');
            BytesRead += read;
            return ValueTask.FromResult(read);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    private sealed class HangingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
