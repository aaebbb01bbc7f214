using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

/// <summary>Unexpected Retry-After values of a 429. Each stops all calls for a while, so each has a system of its own.</summary>
public sealed class UnexpectedRefusalsTests
{
    [Theory]
    [InlineData("429 Too Many Requests\r\nRetry-After: -1", "SM2201")]
    [InlineData("429 Too Many Requests\r\nRetry-After: soon", "SM2201")]
    [InlineData("429 Too Many Requests\r\nRetry-After: 99999999999999999999", "SM2201")]
    [InlineData("429 Too Many Requests\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT", "SM2201")]
    public async Task SendMessage_UnexpectedRetryAfter_CountsAsRateLimited(string head, string code)
    {
        await using var genesys = new UnexpectedGenesys();
        await genesys.InitializeAsync();
        genesys.Server.Next(UnexpectedGenesys.Channel, RawResponses.Create(head));

        await genesys.AssertWaitsAsync(code, posts: 1);
    }
}
