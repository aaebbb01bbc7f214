using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Requests of 200 KiB: one of white space, one of characters that take more bytes in the ASCII of a queue message.</summary>
public sealed class LargeRequestTests : IAsyncLifetime
{
    private const int Size = 200 * 1024;

    private TestSystem _system = null!;

    public static TheoryData<string> Requests =>
    [
        SendRequests.WithId("large") + new string(' ', Size - Encoding.UTF8.GetByteCount(SendRequests.WithId("large"))),
        LargeRequests.Carousel("large", '漢', 2048, Size),
    ];

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task SendMessage_LargeBody_IsSent(string request)
    {
        Assert.Equal(Size, Encoding.UTF8.GetByteCount(request));

        Assert.Equal(200, (await _system.SendAsync(request)).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task SendMessage_LargeBodyWithRespondAsync_IsAcceptedAndSent(string request)
    {
        var response = await _system.SendAsync(request, ("Prefer", "respond-async"));

        Assert.Equal((202, "queued"), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal("/api/messages/large", response.Headers.Location!.ToString());
        Assert.Equal("respond-async", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        var record = await _system.RecordAsync("large", "sent");
        Assert.Equal(1, record.Json.GetProperty("attempt").GetInt32());
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_BodyThatFitsAQueue_NeedsNoBlob()
    {
        await _system.SendAsync(Requests.First().Data, ("Prefer", "respond-async"));
        await _system.RecordAsync("large", "sent");

        Assert.Empty(await _system.Storage.BlobsAsync("payloads"));
    }
}
