using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <content>Sending.</content>
internal sealed partial class FullRun
{
    // More than the requests of the test.
    private const int ManyTimes = 100_000;

    private static readonly (string Call, int[] Statuses)[] Failing =
    [
        ("/oauth/token", [500, 503]),
        ("/openmessaging/", [400, 401, 403, 404, 413, 429, 500, 502, 503, 504]),
        ("/users", [400, 401, 403, 404, 429, 500]),
    ];

    /// <summary>Sends every message by every route and entry point, and invalid requests.</summary>
    public async Task SendEveryMessageAsync()
    {
        foreach (var request in SensitiveRequests.All("queue").Concat(SensitiveRequests.Wrong))
        {
            await _system.Storage.EnqueueEncodedAsync(request);
        }

        await Parallel.ForEachAsync(SensitiveRequests.All("http"), TestContext.Current.CancellationToken, async (request, _) => Note(await _system.SendAsync(request)));
        Note(await _system.SendBatchAsync(SendRequests.Batch(SensitiveRequests.All("batch"))));
        foreach (var request in SensitiveRequests.Wrong)
        {
            Note(await _system.SendAsync(request));
            Note(await _system.SendBatchAsync($"[{request}]"));
            Note(await _system.PostAsync("/api/messages/preview", request));
            Note(await _system.SendAsync(request, ("Idempotency-Key", "Zq7 no key")));
        }

        Note(await _system.PostAsync("/api/messages/preview", SensitiveRequests.CardTo("previewed")));
        await UntilLoggedAsync(ReuseIdAsync, EventIds.RequestAccepted, EventIds.PayloadMismatch);
        using var withWrongKey = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(SensitiveRequests.CardTo("guessed")) };
        withWrongKey.Headers.Add("x-functions-key", SensitiveValues.WrongFunctionKey);
        using var refused = await _system.Http.SendAsync(withWrongKey, TestContext.Current.CancellationToken);
        Note(await HttpResult.ReadAsync(refused));
    }

    /// <summary>Sends while login, look-up and channels fail with each status.</summary>
    public async Task FailEveryCallAsync()
    {
        // A token that lives a second is used for half a second, so that the login is called often.
        await _system.Control.ClientAsync(new { tokenLifetime = 1, revokeTokens = true });
        foreach (var (call, statuses) in Failing)
        {
            foreach (var status in statuses)
            {
                // Without Retry-After the rate limit's pause is 5 s, for every request.
                await SendUnderAsync(status == 429
                    ? new { match = call, status, retryAfter = 1, body = SensitiveRequests.Error, times = ManyTimes }
                    : new { match = call, status, body = SensitiveRequests.Error, times = ManyTimes } as object);
            }

            await SendUnderAsync(new { match = call, status = 403, body = SensitiveRequests.AccessError, times = ManyTimes });
            await SendUnderAsync(new { match = call, dropConnection = true, when = "before", times = ManyTimes });
            await SendUnderAsync(new { match = call, dropConnection = true, when = "after", times = ManyTimes });
            await SendUnderAsync(new { match = call, status = 200, body = SensitiveValues.Text, times = ManyTimes });
        }

        // Last, because a refused client is not used for a while.
        await _system.Control.ClientAsync(new { secret = SensitiveValues.AnotherClientSecret, revokeTokens = true });
        await UntilLoggedAsync(async () => Note(await _system.SendAsync(SensitiveRequests.CardTo(NewId("wrong-secret")))), EventIds.AccessTokenRefused);
        Note(await _system.GetAsync("/api/operator/health"));
        Note(await _system.GetAsync("/api/operator/messages"));
        await UntilLoggedAsync(() => _system.StartFunctionAsync("MeasureQueues"), EventIds.QueueMeasured);
        await _system.Control.ClientAsync(new { secret = SensitiveValues.ClientSecret, tokenLifetime = 3600 });
        await SettleAsync();
    }

    private async Task ReuseIdAsync()
    {
        var id = NewId("reused");
        Note(await _system.SendAsync(SensitiveRequests.CardTo(id), ("Prefer", "respond-async")));
        Note(await _system.SendAsync(SensitiveRequests.CardTo(id, replyTo: "stored")));
    }

    // Repeated until the fault has hit a request: a cached token or a pause for the rate limit can keep requests from Genesys.
    private async Task SendUnderAsync(object fault)
    {
        await _system.Control.FaultAsync(fault);
        await Eventually.GetAsync(
            async () =>
            {
                Note(await _system.SendAsync(SensitiveRequests.CardTo(NewId("failing"))));
                return await _system.Control.FaultsLeftAsync();
            },
            left => left < ManyTimes,
            _ => $"{fault} hit no request.",
            MaxWait);
        var queued = NewId("failing-queued");
        await _system.Storage.EnqueueAsync(SensitiveRequests.CardTo(queued));
        await Eventually.GetAsync(
            () => _system.GetAsync($"/api/messages/{queued}"),
            record => record.Status == 200 && record.Json.GetProperty("status").GetString() is not ("queued" or "sending"),
            record => $"{queued} was not tried: {record}",
            MaxWait);
        await _system.Control.ClearFaultsAsync();
    }
}
