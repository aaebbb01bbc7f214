using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Tests.KeyVault;

/// <summary>The SDK's own client, set up as the product does it, against answers that no Key Vault gives.</summary>
public sealed class UnexpectedVaultTests
{
    private const string Secret = """{"value":"good","id":"https://vault.example/secrets/name/1","attributes":{"enabled":true}}""";
    private static readonly Uri Vault = new("https://vault.example");

    [Fact]
    public async Task F7_Of_50_MB_little_more_is_read_than_a_secret_can_have()
    {
        var body = new EndlessStream(50 * 1024 * 1024);

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StreamContent(body)));

        Assert.Contains("not a Key Vault", exception.Message, StringComparison.Ordinal);
        Assert.InRange(body.Taken, 1, 1024 * 1024);
    }

    [Fact]
    public async Task F7_An_endless_answer_is_given_up_too()
    {
        var body = new EndlessStream(long.MaxValue);

        await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StreamContent(body)));
        await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StreamContent(body)));

        Assert.InRange(body.Taken, 1, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task F7_An_answer_that_stays_away_ends_with_the_time_for_a_read()
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StreamContent(new SilentStream())));

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
    public async Task What_is_no_secret_is_named_and_never_used(string body)
    {
        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(new StringContent(body)));

        Assert.Equal("name", exception.SecretName);
        await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StringContent(body)));
    }

    [Fact]
    public async Task A_secret_as_large_as_they_get_is_read() =>
        Assert.Equal(25 * 1024, (await GetAsync(new StringContent(Secret.Replace("good", new string('x', 25 * 1024), StringComparison.Ordinal)))).Length);

    [Fact]
    public async Task A_list_whose_pages_lead_in_a_circle_ends_with_the_time_for_a_read()
    {
        const string page = """{"value":[{"id":"https://vault.example/secrets/name/1","attributes":{"enabled":true,"created":1}}],"nextLink":"https://vault.example/secrets/name/versions?api-version=7.5"}""";

        var exception = await Assert.ThrowsAsync<SecretUnavailableException>(() => VersionsAsync(new StringContent(page)));

        Assert.Contains("in time", exception.Message, StringComparison.Ordinal);
    }

    private static Task<string> GetAsync(HttpContent response) =>
        StoreOf(response).GetAsync("name", TestContext.Current.CancellationToken);

    private static Task<SecretValues> VersionsAsync(HttpContent response) =>
        StoreOf(response).GetVersionsAsync("name", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private static SecretStore StoreOf(HttpContent response) => new(ClientOf(response), WaitTimeout, TimeProvider.System, NullLogger<SecretStore>.Instance);

    private static IOptions<KeyVaultOptions> WaitTimeout => Options.Create(new KeyVaultOptions { Uri = Vault, ReadTimeout = TimeSpan.FromSeconds(0.5) });

    private static SecretClient ClientOf(HttpContent response)
    {
        var options = KeyVaultServices.CreateClientOptions();
        options.DisableChallengeResourceVerification = true;
        options.Transport = new HttpClientTransport(new Answers(response));
        return new SecretClient(Vault, new Identity(), options);
    }

    private sealed class Identity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Challenges who comes without a token, as the vault does, and answers everybody else the same.</summary>
    private sealed class Answers(HttpContent response) : HttpMessageHandler
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

    private sealed class EndlessStream(long length) : MemoryStream
    {
        public long Taken { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(buffer.Length, length - Taken);
            buffer.Span[..read].Fill((byte)' ');
            Taken += read;
            return ValueTask.FromResult(read);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return 0;
        }
    }
}
