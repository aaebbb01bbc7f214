using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StorageFaults;

/// <summary>Responses over HTTP when the storage account refuses a request.</summary>
public sealed class OverHttpTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Fact]
    public async Task SendMessage_RecordNotWritten_Is503WithoutAPost()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Post, "/MessageRecords");

        var response = await _system.SendAsync(SendRequests.WithId("refused"));

        Assert.Equal((503, "SM4004", "refused"), (response.Status, response.Code, response.Json.GetProperty("id").GetString()));
        Assert.Empty(await _system.Control.PostsAsync());
        Assert.Equal(200, (await _system.SendAsync(SendRequests.WithId("refused"))).Status);
    }

    [Fact]
    public async Task SendMessage_OutcomeNotRecorded_Is200AndStaysSending()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Put, "RowKey='sent'", times: 3);

        var response = await _system.SendAsync(SendRequests.WithId("sent"));

        Assert.Equal((200, "sent"), (response.Status, response.Json.GetProperty("status").GetString()));
        await _system.Log.WaitAsync(EventIds.OutcomeNotRecorded);
        Assert.Equal("sending", (await _system.Records.ReadAsync("sent")).GetString("State"));
        Assert.Equal("SM3006", (await _system.SendAsync(SendRequests.WithId("sent"))).Code);
    }

    [Fact]
    public async Task SendMessage_OutcomeRefusedTwice_IsRecordedTheThirdTime()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Put, "RowKey='sent'", times: 2);

        Assert.Equal(200, (await _system.SendAsync(SendRequests.WithId("sent"))).Status);

        await _system.RecordAsync("sent", "sent");
    }

    [Fact]
    public async Task SendMessage_QueueUnavailableForADeferral_Is503AndMayBeRepeated()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503 });
        _system.StorageGate.RefuseNext(RequestMethod.Post, "/messages-deferred/messages");

        var response = await _system.SendAsync(SendRequests.WithId("refused"));

        Assert.Equal((503, "SM2202"), (response.Status, response.Code));
        Assert.NotNull(response.RetryAfter);
        Assert.Equal("failed", (await _system.GetAsync("/api/messages/refused")).Json.GetProperty("status").GetString());
        Assert.Equal(200, (await _system.SendAsync(SendRequests.WithId("refused"))).Status);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_QueueUnavailableAfterALostResponse_StaysUnknown()
    {
        await _system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", dropConnection = true, when = "after" });
        _system.StorageGate.RefuseNext(RequestMethod.Post, "/messages-deferred/messages");

        var response = await _system.SendAsync(SendRequests.WithId("lost"));

        Assert.Equal((504, "SM2204"), (response.Status, response.Code));
        var record = (await _system.GetAsync("/api/messages/lost")).Json;
        Assert.Equal(("unknown", 1), (record.GetProperty("status").GetString(), record.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal("SM3005", (await _system.SendAsync(SendRequests.PayloadMismatch("lost"))).Code);
    }

    [Theory]
    [InlineData("GET", "/api/messages/known")]
    [InlineData("DELETE", "/api/messages/known")]
    public async Task GetOrCancelMessage_RecordUnavailable_Is503(string method, string path)
    {
        await _system.SendAsync(SendRequests.WithId("known"));
        _system.StorageGate.RefuseNext(RequestMethod.Get, "RowKey='known'");

        var response = method == "GET" ? await _system.GetAsync(path) : await _system.DeleteAsync(path);

        Assert.Equal((503, "SM4004"), (response.Status, response.Code));
        Assert.NotNull(response.RetryAfter);
        Assert.Contains(EventIds.RecordUnavailable, _system.Log.EventIds);
    }

    [Fact]
    public async Task ListDeadLetters_StorageUnavailable_Is503()
    {
        _system.StorageGate.RefuseNext(RequestMethod.Get, "/dead-letters?");

        var response = await _system.GetAsync("/api/operator/dead-letters");

        Assert.Equal((503, "SM4004"), (response.Status, response.Code));
        Assert.Contains(EventIds.DeadLettersUnavailable, _system.Log.EventIds);
    }
}
