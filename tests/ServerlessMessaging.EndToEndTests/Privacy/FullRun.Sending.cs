using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Privacy;

/// <content>The way out.</content>
internal sealed partial class FullRun
{
    private static readonly (string Call, int[] Statuses)[] Failing =
    [
        ("/openmessaging/", [400, 401, 403, 404, 413, 429, 500, 502, 503, 504]),
        ("/users", [400, 401, 403, 404, 429, 500]),
        // A refused client is remembered for a while: that comes last.
        ("/oauth/token", [500, 503]),
    ];

    /// <summary>Every message by every road that leads to Genesys, and what is no message.</summary>
    public async Task SpeakAsync()
    {
        foreach (var request in SpokenRequests.All("queue").Concat(SpokenRequests.Wrong))
        {
            await _system.Storage.DropEncodedAsync(request);
        }

        await Parallel.ForEachAsync(SpokenRequests.All("http"), TestContext.Current.CancellationToken, async (request, _) => Note(await _system.SendAsync(request)));
        Note(await _system.SendBatchAsync(SendRequests.Batch(SpokenRequests.All("batch"))));
        foreach (var request in SpokenRequests.Wrong)
        {
            Note(await _system.SendAsync(request));
            Note(await _system.SendBatchAsync($"[{request}]"));
            Note(await _system.PostAsync("/api/messages/preview", request));
            Note(await _system.SendAsync(request, ("Idempotency-Key", "Zq7 no key")));
        }

        Note(await _system.PostAsync("/api/messages/preview", SpokenRequests.CardTo("previewed")));
        Note(await _system.SendAsync(SpokenRequests.CardTo("taken"), ("Prefer", "respond-async")));
        Note(await _system.SendAsync(SpokenRequests.CardTo("taken", replyTo: "stored")));
        Note(await _system.SendAsync(SpokenRequests.CardTo("later", sendAt: TimeProvider.System.GetUtcNow().AddSeconds(3))));
        Note(await _system.DeleteAsync("/api/messages/later"));
        using var guess = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(SpokenRequests.CardTo("guessed")) };
        guess.Headers.Add("x-functions-key", Confidences.WrongFunctionKey);
        using var refused = await _system.Http.SendAsync(guess, TestContext.Current.CancellationToken);
        Note(await HttpAnswer.ReadAsync(refused));
    }

    /// <summary>Every way in which Genesys and its login fail.</summary>
    public async Task FailAsync()
    {
        foreach (var (call, statuses) in Failing)
        {
            foreach (var status in statuses)
            {
                await SendUnderAsync(new { match = call, status, body = SpokenRequests.Error, times = 0 });
            }

            await SendUnderAsync(new { match = call, dropConnection = true, when = "before", times = 0 });
            await SendUnderAsync(new { match = call, dropConnection = true, when = "after", times = 0 });
            await SendUnderAsync(new { match = call, status = 200, body = Confidences.Text, times = 0 });
        }

        await _system.Control.ClientAsync(new { secret = Confidences.AnotherClientSecret, revokeTokens = true });
        Note(await _system.SendAsync(SpokenRequests.CardTo("wrong-secret")));
        Note(await _system.GetAsync("/api/operator/health"));
        await _system.Control.ClientAsync(new { secret = Confidences.ClientSecret, tokenLifetime = 3600 });
        await SettleAsync();
    }

    private async Task SendUnderAsync(object fault)
    {
        // Tokens of a second are worth half of one: the login is asked again and again.
        await _system.Control.ClientAsync(new { tokenLifetime = 1 });
        await _system.Control.FaultAsync(fault);
        var number = Interlocked.Increment(ref _number);
        await _system.Storage.DropAsync(SpokenRequests.CardTo($"failing-queued-{number}"));
        Note(await _system.SendAsync(SpokenRequests.CardTo($"failing-{number}")));
        await _system.Control.MendAsync();
    }
}
