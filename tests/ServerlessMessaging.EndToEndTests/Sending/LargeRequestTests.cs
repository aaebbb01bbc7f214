using System.Text;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

/// <summary>Requests of 200 KiB: by white space, and by what they say, which grows when a queue's ASCII holds it.</summary>
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
    public async Task It_is_sent_at_once(string request)
    {
        Assert.Equal(Size, Encoding.UTF8.GetByteCount(request));

        Assert.Equal(200, (await _system.SendAsync(request)).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task It_is_taken_over_for_who_prefers_so_and_sent(string request)
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
    public async Task What_a_queue_holds_needs_no_blob()
    {
        await _system.SendAsync(Requests.First().Data, ("Prefer", "respond-async"));
        await _system.RecordAsync("large", "sent");

        Assert.Empty(await _system.Storage.BlobsAsync("payloads"));
    }

    [Fact]
    public async Task A_body_above_256_KiB_is_413()
    {
        var response = await _system.SendAsync(SendRequests.WithId("large") + new string(' ', 256 * 1024));

        Assert.Equal((413, "SM1009"), (response.Status, response.Code));
        Assert.Equal(404, (await _system.GetAsync("/api/messages/large")).Status);
    }
}
