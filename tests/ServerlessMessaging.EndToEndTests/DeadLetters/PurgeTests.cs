using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>Deletion of dead letters by an operator.</summary>
public sealed class PurgeTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task PurgeDeadLetters_NoFilter_Is400()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 1, "SM1001", "messages");

        var response = await _system.DeleteAsync("/api/operator/dead-letters");

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Single(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task PurgeDeadLetters_Filter_DeletesEveryMatchAndNothingElse()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 120, "SM1001", "messages");
        await StoredDeadLetters.WriteManyAsync(_system, 2, "SM1100", "messages");

        var response = await _system.DeleteAsync("/api/operator/dead-letters?code=SM1001");

        Assert.Equal(120, response.Json.GetProperty("items").GetArrayLength());
        Assert.All(response.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal("purged", item.GetProperty("outcome").GetString()));
        Assert.False(response.Json.TryGetProperty("continuation", out _));
        Assert.All(await _system.DeadLettersAsync(), deadLetter => Assert.Equal("SM1100", deadLetter.GetProperty("code").GetString()));
        Assert.Equal(120, _system.Log.EventIds.Count(id => id == EventIds.DeadLetterPurged));
    }

    [Fact]
    public async Task PurgeDeadLetters_DryRun_DeletesNothing()
    {
        await StoredDeadLetters.WriteManyAsync(_system, 3, "SM1001", "messages");

        var response = await _system.DeleteAsync("/api/operator/dead-letters?queue=messages&dryRun=true");

        Assert.Equal((true, 3), (response.Json.GetProperty("dryRun").GetBoolean(), response.Json.GetProperty("items").GetArrayLength()));
        Assert.Equal(3, (await _system.DeadLettersAsync()).Count);
    }
}
