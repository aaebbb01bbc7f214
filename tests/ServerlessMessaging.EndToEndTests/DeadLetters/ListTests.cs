using Azure.Storage.Blobs.Specialized;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>How an operator finds dead letters.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Nothing_set_aside_is_an_empty_list()
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
    public async Task Each_filter_means_its_letters(string query, string expected)
    {
        await StoredDeadLetters.WriteAsync(_system, "a", "SM1001", "messages", Noon.AddHours(-2));
        await StoredDeadLetters.WriteAsync(_system, "b", "SM1100", "messages", Noon);
        await StoredDeadLetters.WriteAsync(_system, "c", "SM1100", "messages-deferred", Noon.AddHours(1));
        await StoredDeadLetters.WriteAsync(_system, "d", "SM4006", "messages-deferred", Noon.AddHours(2));

        var deadLetters = await _system.DeadLettersAsync($"?{query}");

        Assert.Equal(expected, string.Join(' ', deadLetters.Select(deadLetter => deadLetter.GetProperty("id").GetString()).Order()));
    }

    [Fact]
    public async Task A_letter_tells_where_it_came_from_and_why_and_nothing_of_its_text()
    {
        await _system.Storage.EnqueueAsync("""{"id":"nobody","to":{"email":"nobody@example.com"},"message":{"type":"text","text":"a secret text"}}""");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var response = await _system.GetAsync("/api/operator/dead-letters");

        var deadLetter = Assert.Single(response.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(["id", "queue", "code", "reason", "at", "attempts"], deadLetter.EnumerateObject().Select(member => member.Name));
        Assert.DoesNotContain("secret", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_page_goes_on_with_the_continuation()
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
        Assert.Equal(Enumerable.Range(0, 230).Select(number => $"letter-{number:000}"), ids);
    }

    [Fact]
    public async Task A_rare_letter_is_found_behind_many_others()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 150, "SM1001", "messages");
        await StoredDeadLetters.WriteAsync(_system, "rare", "SM9999", "messages", Noon);

        Assert.Equal("rare", Assert.Single(await _system.DeadLettersAsync("?id=rare")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_another_hand_put_there_is_left_alone()
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
    public async Task What_the_query_does_not_know_is_400(string query)
    {
        await StoredDeadLetters.WriteAsync(_system, "a", "SM1001", "messages", Noon);

        var response = await _system.GetAsync($"/api/operator/dead-letters?{query}");

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Contains(EventIds.DeadLetterQueryRefused, _system.Log.EventIds);
    }

    [Fact]
    public async Task A_key_in_the_query_is_refused_with_advice_and_not_echoed()
    {
        var response = await _system.GetAsync($"/api/operator/dead-letters?code={TestSystem.FunctionKey}", withKey: false);

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Contains("x-functions-key", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(TestSystem.FunctionKey, response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(TestSystem.FunctionKey, _system.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/operator/dead-letters")]
    [InlineData("DELETE", "/api/operator/dead-letters?id=a")]
    [InlineData("POST", "/api/operator/dead-letters/replay?id=a")]
    public async Task An_operator_needs_a_key(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await _system.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
