using Azure.Storage.Blobs.Specialized;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>The list of dead letters and its filters.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task ListDeadLetters_NoDeadLetters_ReturnsAnEmptyList()
    {
        var response = await _system.GetAsync("/api/operator/dead-letters");

        Assert.Equal((200, """{"items":[]}"""), (response.Status, response.Body));
    }

    [Theory]
    [InlineData("", "a b c d")]
    [InlineData("id=b", "b")]
    [InlineData("code=SM1100", "b c")]
    [InlineData("queue=messages", "a b")]
    [InlineData("queue=messages-deferred", "c d")]
    [InlineData("queue=messages&code=SM1100", "b")]
    [InlineData("since=2026-11-01T12:00:00Z", "b c d")]
    [InlineData("until=2026-11-01T12:00:00Z", "a b")]
    [InlineData("since=2026-11-01T11:00:00Z&until=2026-11-01T13:00:00Z", "b c")]
    [InlineData("since=2026-11-01T14:00:00%2B02:00", "b c d")]
    [InlineData("since=2026-11-01T14:00:00+02:00", "b c d")]
    [InlineData("id=b&code=SM4006", "")]
    [InlineData("queue=elsewhere", "")]
    public async Task ListDeadLetters_Filter_ReturnsMatchingDeadLetters(string query, string expected)
    {
        await StoredDeadLetters.WriteAsync(_system, "a", "SM1001", "messages", Noon.AddHours(-2));
        await StoredDeadLetters.WriteAsync(_system, "b", "SM1100", "messages", Noon);
        await StoredDeadLetters.WriteAsync(_system, "c", "SM1100", "messages-deferred", Noon.AddHours(1));
        await StoredDeadLetters.WriteAsync(_system, "d", "SM4006", "messages-deferred", Noon.AddHours(2));

        var deadLetters = await _system.DeadLettersAsync($"?{query}");

        Assert.Equal(expected, string.Join(' ', deadLetters.Select(deadLetter => deadLetter.GetProperty("id").GetString()).Order()));
    }

    [Fact]
    public async Task ListDeadLetters_DeadLetter_NamesOriginAndReasonButNoText()
    {
        await _system.Storage.EnqueueAsync("""{"id":"unknown","to":{"email":"unknown@example.com"},"message":{"type":"text","text":"a secret text"}}""");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var response = await _system.GetAsync("/api/operator/dead-letters");

        var deadLetter = Assert.Single(response.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(["id", "queue", "code", "reason", "at", "attempts"], deadLetter.EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("secret", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListDeadLetters_MoreThanAPage_GoesOnWithTheContinuation()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 230, "SM1001", "messages");
        var pages = new List<int>();
        var ids = new List<string?>();
        string? continuation = null;
        do
        {
            var page = await _system.GetAsync($"/api/operator/dead-letters?queue=messages{(continuation is null ? string.Empty : $"&continuation={continuation}")}");
            pages.Add(page.Json.GetProperty("items").GetArrayLength());
            ids.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(deadLetter => deadLetter.GetProperty("id").GetString()));
            continuation = page.Json.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }
        while (continuation is not null);

        Assert.Equal([100, 100, 30], pages);
        Assert.Equal(Enumerable.Range(0, 230).Select(number => $"dead-letter-{number:000}"), ids);
    }

    [Fact]
    public async Task ListDeadLetters_MatchBehindManyOthers_IsFound()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 150, "SM1001", "messages");
        await StoredDeadLetters.WriteAsync(_system, "rare", "SM9999", "messages", Noon);

        Assert.Equal("rare", Assert.Single(await _system.DeadLettersAsync("?id=rare")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task ListDeadLetters_ForeignBlob_IsIgnored()
    {
        await StoredDeadLetters.WriteAsync(_system, "ours", "SM1001", "messages", Noon);
        await _system.Storage.Blobs.GetBlobContainerClient("dead-letters").GetAppendBlobClient("messages/SM1001/notes.txt").CreateAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("ours", Assert.Single(await _system.DeadLettersAsync()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("identity=a")]
    [InlineData("Id=a")]
    [InlineData("id=")]
    [InlineData("code=1001")]
    [InlineData("since=yesterday")]
    [InlineData("since=2026-11-01T12:00:00")]
    [InlineData("until=")]
    [InlineData("dryRun=perhaps")]
    [InlineData("force=1")]
    [InlineData("continuation=%20")]
    [InlineData("continuation=bm8gdG9rZW4")]
    public async Task ListDeadLetters_InvalidQuery_Is400(string query)
    {
        await StoredDeadLetters.WriteAsync(_system, "a", "SM1001", "messages", Noon);

        var response = await _system.GetAsync($"/api/operator/dead-letters?{query}");

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Contains(EventIds.DeadLetterQueryRefused, _system.Log.EventIds);
    }

    [Fact]
    public async Task ListDeadLetters_FunctionKeyInTheQuery_Is400AndNotEchoed()
    {
        var response = await _system.GetAsync($"/api/operator/dead-letters?code={TestSystem.FunctionKey}", withKey: false);

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Contains("x-functions-key", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(TestSystem.FunctionKey, response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSystem.FunctionKey, _system.Log.Text, StringComparison.Ordinal);
    }
}
