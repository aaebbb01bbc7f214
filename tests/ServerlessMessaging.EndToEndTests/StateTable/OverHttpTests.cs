using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.StateTable;

/// <summary>The response to a request over HTTP whose id is known, by the state of its record.</summary>
public sealed class OverHttpTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public static TheoryData<string> StatesButFailed =>
    [
        "queued", "scheduled", "deferred", KnownRequest.SendingLeased, KnownRequest.SendingLeaseExpired, "sent", "delivered", "cancelled", "unknown",
    ];

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("queued")]
    [InlineData("scheduled")]
    [InlineData("deferred")]
    public async Task SendMessage_WaitingRequest_Is202WithoutAnotherCopy(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((202, state), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal($"/api/messages/{KnownRequest.Id}", response.Headers.Location!.ToString());
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("Idempotent-Replayed")));
        Assert.Empty(_system.StorageRequests.Puts);
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData("sent")]
    [InlineData("delivered")]
    public async Task SendMessage_SentRequest_IsReplayedFromItsRecord(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((200, state), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("Idempotent-Replayed")));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_SendingRequest_Is409UntilTheLeaseEnds()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeased);

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((409, "SM3006", KnownRequest.Id), (response.Status, response.Code, response.Json.GetProperty("id").GetString()));
        Assert.InRange(response.RetryAfter!.Value.TotalSeconds, 30, 61);
        Assert.Equal("sending", (await _system.GetAsync($"/api/messages/{KnownRequest.Id}")).Json.GetProperty("status").GetString());
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessage_LeaseExpiredUnderResend_IsSentAgainAndMarked()
    {
        await KnownRequest.SetStateAsync(_system, KnownRequest.SendingLeaseExpired);
        Assert.Equal("unknown", (await _system.GetAsync($"/api/messages/{KnownRequest.Id}")).Json.GetProperty("status").GetString());

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((200, false), (response.Status, response.Headers.Contains("Idempotent-Replayed")));
        var record = await _system.Records.ReadAsync(KnownRequest.Id);
        Assert.Equal(("sent", KnownRequest.Attempt + 1, 1), (record.GetString("State"), record.GetInt32("Attempt"), record.GetInt32("UnknownOutcomes")));
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("scheduled")]
    public async Task SendMessage_UnconfirmedHandoverToTheQueue_Is409UntilTheLeaseEnds(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);
        await _system.Records.ChangeAsync(KnownRequest.Id, ("Owner", "another-process"), ("Lease", 60));
        Assert.Equal("SM3006", (await _system.SendAsync(KnownRequest.Body)).Code);
        await _system.Records.ChangeAsync(KnownRequest.Id, ("Lease", KnownRequest.ExpiredLease));

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((200, "sent"), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal(0, (await _system.Records.ReadAsync(KnownRequest.Id)).GetInt32("UnknownOutcomes") ?? 0);
        Assert.Equal(2, (await _system.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData(KnownRequest.SendingLeaseExpired, 1)]
    [InlineData("unknown", 0)]
    public async Task SendMessage_UnknownOutcomeUnderPark_IsNeverSentAgain(string state, int marks)
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await KnownRequest.SetStateAsync(system, state);

        for (var repeat = 0; repeat < 2; repeat++)
        {
            var response = await system.SendAsync(KnownRequest.Body);
            Assert.Equal((409, "SM3007"), (response.Status, response.Code));
        }

        var record = await system.Records.ReadAsync(KnownRequest.Id);
        Assert.Equal(("unknown", KnownRequest.Attempt, marks), (record.GetString("State"), record.GetInt32("Attempt"), record.GetInt32("UnknownOutcomes") ?? 0));
        Assert.Single(await system.Control.MessagesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendMessage_FailedRequest_IsSentAlsoWithAnotherBody(bool another)
    {
        await KnownRequest.SetStateAsync(_system, "failed");

        var response = await _system.SendAsync(another ? KnownRequest.PayloadMismatch : KnownRequest.Body);

        Assert.Equal((200, "sent"), (response.Status, response.Json.GetProperty("status").GetString()));
        Assert.Equal(KnownRequest.Attempt + 1, (await _system.Records.ReadAsync(KnownRequest.Id)).GetInt32("Attempt"));
        var message = (await _system.Control.MessagesAsync())[^1].ToString();
        Assert.Equal(another, message.Contains("Goodbye", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cancelled", "SM3009")]
    [InlineData("unknown", "SM3007")]
    public async Task SendMessage_CancelledOrUnknownRequest_Is409(string state, string code)
    {
        await KnownRequest.SetStateAsync(_system, state);

        var response = await _system.SendAsync(KnownRequest.Body);

        Assert.Equal((409, code), (response.Status, response.Code));
        Assert.Single(await _system.Control.MessagesAsync());
    }

    [Theory]
    [MemberData(nameof(StatesButFailed))]
    public async Task SendMessage_AnotherBody_Is422UnlessFailed(string state)
    {
        await KnownRequest.SetStateAsync(_system, state);
        var before = await _system.Records.ReadAsync(KnownRequest.Id);

        var response = await _system.SendAsync(KnownRequest.PayloadMismatch);

        Assert.Equal((422, "SM3005", "/id"), (response.Status, response.Code, response.Json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(before.ETag, (await _system.Records.ReadAsync(KnownRequest.Id)).ETag);
        Assert.Single(await _system.Control.MessagesAsync());
    }
}
