using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.DeadLetters;

/// <summary>Replay of dead letters by an operator.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("?force=true")]
    [InlineData("?dryRun=true")]
    public async Task ReplayDeadLetters_NoFilter_Is400(string query)
    {
        await RefusedAsync("kept");

        var response = await _system.PostAsync($"/api/operator/dead-letters/replay{query}", string.Empty);

        Assert.Equal((400, "SM1012"), (response.Status, response.Code));
        Assert.Single(await _system.DeadLettersAsync());
        Assert.Empty(_system.StorageRequests.Puts);
    }

    [Fact]
    public async Task ReplayDeadLetters_DryRun_ChangesNothing()
    {
        await RefusedAsync("kept");
        var before = await _system.Records.ReadAsync("kept");

        var response = await _system.PostAsync("/api/operator/dead-letters/replay?code=SM2007&dryRun=true", string.Empty);

        Assert.True(response.Json.GetProperty("dryRun").GetBoolean());
        var item = Assert.Single(response.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("kept", "messages", "SM2007", "replayed"), (item.GetProperty("id").GetString(), item.GetProperty("queue").GetString(), item.GetProperty("code").GetString(), item.GetProperty("outcome").GetString()));
        Assert.Equal(before.ETag, (await _system.Records.ReadAsync("kept")).ETag);
        Assert.Single(await _system.DeadLettersAsync());
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.DoesNotContain(EventIds.DeadLetterReplayed, _system.Log.EventIds);
    }

    [Fact]
    public async Task ReplayDeadLetters_RefusedAgain_IsDeadLetteredAgain()
    {
        await _system.Storage.EnqueueAsync("""{"id":"unknown","to":{"email":"unknown@example.com"},"message":{"type":"text","text":"x"}}""");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        Assert.Equal("replayed", await OutcomeAsync("id=unknown"));
        await _system.Log.WaitAsync(EventIds.DeadLettered, times: 2);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal(("SM2001", "messages-deferred", 2), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task ReplayDeadLetters_InvalidRequest_IsUnusable()
    {
        await _system.Storage.EnqueueAsync("this is no JSON");
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        Assert.Equal("unusable", await OutcomeAsync("code=SM1001"));
        Assert.Single(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_CloudEvent_KeepsTheIdOfTheEvent()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await _system.Storage.EnqueueAsync($$"""{"specversion":"1.0","id":"e-1","source":"/orders","type":"order.paid","data":{{SendRequests.Text}}}""");
        await _system.Log.WaitAsync(EventIds.DeadLettered);
        var id = Assert.Single(await _system.DeadLettersAsync()).GetProperty("id").GetString()!;

        Assert.Equal("replayed", await OutcomeAsync($"id={id}"));

        Assert.StartsWith("event-", id, StringComparison.Ordinal);
        await _system.RecordAsync(id, "sent");
    }

    [Theory]
    [InlineData("sent", "alreadySent", 0)]
    [InlineData("delivered", "alreadySent", 0)]
    [InlineData("cancelled", "cancelled", 1)]
    [InlineData("unknown", "parked", 1)]
    [InlineData("queued", "inProgress", 1)]
    [InlineData("deferred", "inProgress", 1)]
    public async Task ReplayDeadLetters_StateOfTheRecord_DecidesTheOutcome(string state, string outcome, int deadLettersLeft)
    {
        await RefusedAsync("known");
        await _system.Records.ChangeAsync("known", ("State", state));

        Assert.Equal(outcome, await OutcomeAsync("id=known&dryRun=true"));
        Assert.Equal(outcome, await OutcomeAsync("id=known"));

        Assert.Equal(deadLettersLeft, (await _system.DeadLettersAsync()).Count);
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Empty(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_PayloadMismatch_IsNotSent()
    {
        await _system.SendAsync(SendRequests.WithId("known"));
        await _system.Storage.EnqueueAsync(SendRequests.PayloadMismatch("known"));
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        Assert.Equal("payloadMismatch", await OutcomeAsync("id=known&force=true"));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_RecordExpired_IsSentOnlyWithForce()
    {
        await RefusedAsync("gone");
        await _system.Records.DeleteAsync("gone");

        Assert.Equal("recordExpired", await OutcomeAsync("id=gone"));
        Assert.Equal("recordExpired", await OutcomeAsync("id=gone&dryRun=true"));
        Assert.Single(await _system.DeadLettersAsync());

        Assert.Equal("replayed", await OutcomeAsync("id=gone&force=true"));
        await _system.RecordAsync("gone", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_QueueUnavailable_KeepsTheDeadLetter()
    {
        await RefusedAsync("kept");
        _system.StorageGate.RefuseNext(Azure.Core.RequestMethod.Post, "/messages-deferred/messages");

        var response = await _system.PostAsync("/api/operator/dead-letters/replay?id=kept", string.Empty);

        Assert.Equal((503, "SM4004"), (response.Status, response.Code));
        Assert.Single(await _system.DeadLettersAsync());
        Assert.Equal("replayed", await OutcomeAsync("id=kept"));
        await _system.RecordAsync("kept", "sent");
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData("messages-poison")]
    [InlineData("messages-deferred-poison")]
    public async Task ReplayDeadLetters_PoisonMessage_IsSentOnce(string queue)
    {
        var text = queue == "messages-poison"
            ? SendRequests.WithId("poisoned")
            : $$"""{"v":1,"content":{"id":"poisoned","attempt":1,"acceptedAt":"{{TimeProvider.System.GetUtcNow():O}}","expiresAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"},"payload":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(SendRequests.WithId("poisoned")))}}"}""";
        await _system.Storage.EnqueueAsync(text, queue);
        await _system.Log.WaitAsync(EventIds.DeadLettered);

        var deadLetter = Assert.Single(await _system.DeadLettersAsync("?id=poisoned"));
        Assert.Equal(("SM4006", queue.Replace("-poison", string.Empty, StringComparison.Ordinal)), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString()));
        Assert.Equal(queue == "messages-poison" ? "replayed" : "recordExpired", await OutcomeAsync("id=poisoned"));
        if (queue == "messages-deferred-poison")
        {
            // A deferred message always had a record once, so a missing one has expired.
            Assert.Equal("replayed", await OutcomeAsync("id=poisoned&force=true"));
        }

        await _system.RecordAsync("poisoned", "sent");
        await _system.Storage.WaitUntilEmptyAsync(queue);
        Assert.Single(await _system.Control.MessagesAsync());
        Assert.Empty(await _system.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_PoisonCopy_RestoresItsRecord()
    {
        var sendAt = TimeProvider.System.GetUtcNow().AddHours(1);
        await _system.SendAsync(SendRequests.WithId("poisoned", $"\"sendAt\":\"{sendAt:O}\""));
        await _system.Storage.EnqueueAsync(Assert.Single(_system.StorageRequests.Puts).Text, "messages-deferred-poison");

        await _system.RecordAsync("poisoned", "failed");
        Assert.Equal("replayed", await OutcomeAsync("id=poisoned"));

        await _system.RecordAsync("poisoned", "scheduled");
        Assert.Empty(await _system.DeadLettersAsync());
    }

    private async Task RefusedAsync(string id)
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await _system.Storage.EnqueueAsync(SendRequests.WithId(id));
        await _system.Log.WaitAsync(EventIds.DeadLettered);
    }

    private async Task<JsonElement> ReplayAsync(string query)
    {
        var response = await _system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty);
        Assert.Equal(200, response.Status);
        return response.Json.GetProperty("items");
    }

    private async Task<string?> OutcomeAsync(string query) => Assert.Single((await ReplayAsync(query)).EnumerateArray()).GetProperty("outcome").GetString();
}
