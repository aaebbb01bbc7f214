using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>How an operator throws dead letters away.</summary>
public sealed class PurgeTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task Without_a_filter_nothing_is_purged()
    {
        await WrittenLetters.WriteManyAsync(_system, 1, "SM1001", "messages");

        var answer = await _system.DeleteAsync("/api/operator/dead-letters");

        Assert.Equal((400, "SM1012"), (answer.Status, answer.Code));
        Assert.Single(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task What_is_meant_is_deleted_over_all_pages_and_nothing_else()
    {
        await WrittenLetters.WriteManyAsync(_system, 120, "SM1001", "messages");
        await WrittenLetters.WriteManyAsync(_system, 2, "SM1100", "messages");

        var answer = await _system.DeleteAsync("/api/operator/dead-letters?code=SM1001");

        Assert.Equal(120, answer.Json.GetProperty("items").GetArrayLength());
        Assert.All(answer.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal("purged", item.GetProperty("outcome").GetString()));
        Assert.False(answer.Json.TryGetProperty("continuation", out _));
        Assert.All(await _system.DeadLettersAsync(), letter => Assert.Equal("SM1100", letter.GetProperty("code").GetString()));
        Assert.Equal(120, _system.Log.EventIds.Count(id => id == EventIds.DeadLetterPurged));
    }

    [Fact]
    public async Task A_dry_run_tells_and_deletes_nothing()
    {
        await WrittenLetters.WriteManyAsync(_system, 3, "SM1001", "messages");

        var answer = await _system.DeleteAsync("/api/operator/dead-letters?queue=messages&dryRun=true");

        Assert.Equal((true, 3), (answer.Json.GetProperty("dryRun").GetBoolean(), answer.Json.GetProperty("items").GetArrayLength()));
        Assert.Equal(3, (await _system.DeadLettersAsync()).Count);
    }
}
