using ServerlessMessaging.Functions;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Every door of the functions, and what is thrown at it.</summary>
internal sealed class FuzzTargets(FuzzCalls calls)
{
    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json", "application/json", "application/cloudevents+json", "application/json; charset=utf-8", "application/json; charset=utf-16", "text/plain", "", ";", "application/json;;;=",
        new('j', 3000), "application/x-www-form-urlencoded", "multipart/form-data",
    ];

    private static readonly string[] Keys = ["\"quoted\"", "", " ", "a.b", "..", "batch", "x y", "\"", "=cmd()", new('k', 129), new('k', 4000), "fuzz-1, fuzz-2"];
    private static readonly string[] Preferences = ["respond-async", "respond-async;q=1, wait=10", ";;;,,,", "RESPOND-ASYNC", "return=minimal", new(',', 3000)];
    private static readonly string[] Ids = ["..", ".", "%00", "%2e%2e", "a%2Fb", "%FF", "%ud800", " ", "x y", "known-1", "known-2", "fuzz-1", "batch", "preview", "%F0%9F%98%80", "a:b", "a;b=c", "'", "%3Cx%3E", new('i', 128), new('i', 129), new('i', 3000)];
    private static readonly string[] QueryNames = ["id", "code", "queue", "since", "until", "continuation", "dryRun", "force", "Id", "", "%00", "code[]", "x"];
    private static readonly string[] QueryValues = ["", "known-1", "SM2001", "SM1001", "SM4005", "sm1001", "SM99999", "messages", "callbacks", "messages-deferred", "2026-01-01T00:00:00Z", "2099-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00:00%2B14:00", "T+00:00", "true", "false", "yes", "1e999", "%00", "%FF%FE", "..%2F..", "eyJ2IjoxfQ", "AAAA", new('q', 3000)];

    private static readonly string[] Signatures = ["", "sha256=", "sha256=!!!!", "sha1=AAAA", "SHA256=AAAA", "sha256=" + new string('A', 43) + "=", "sha256=" + new string('A', 5000), "AAAA", "\"sha256=\""];

    private (string Function, int Weight, Func<SeededRandom, int, Task<string>> StrikeAsync)[] All =>
    [
        (nameof(SendMessage), 24, (chance, number) => PostAsync("/api/messages", chance, new FuzzSamples(chance, number).Request())),
        (nameof(SendMessageBatch), 8, (chance, number) => PostAsync("/api/messages/batch", chance, new FuzzSamples(chance, number).Batch())),
        (nameof(PreviewMessage), 10, (chance, number) => PostAsync("/api/messages/preview", chance, new FuzzSamples(chance, number).Request())),
        (nameof(ReceiveWebhook), 14, SignedAsync),
        (nameof(ReceiveWebhook), 6, UnsignedAsync),
        (nameof(SendQueuedMessage), 12, (chance, number) => QueuedAsync(chance, new FuzzSamples(chance, number))),
        (nameof(SendDeferredMessage), 8, (chance, number) => calls.EnqueueAsync(QueueNames.MessagesDeferred, LaterOf(chance, new FuzzSamples(chance, number)), mayBeEncoded: false)),
        (nameof(DeliverCallback), 8, (chance, number) => calls.EnqueueAsync(QueueNames.Callbacks, CallbackOf(chance, new FuzzSamples(chance, number)), mayBeEncoded: false)),
        (nameof(GetMessage), 3, (chance, _) => calls.HttpAsync(HttpMethod.Get, $"/api/messages/{chance.Any<string>(Ids)}{Query(chance, 0.1)}")),
        (nameof(CancelMessage), 3, (chance, _) => calls.HttpAsync(HttpMethod.Delete, $"/api/messages/{chance.Any<string>(Ids)}", chance.Is(0.3) ? [1, 2, 3] : null)),
        (nameof(ListDeadLetters), 1, (chance, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/dead-letters{Query(chance, 0.9)}")),
        (nameof(ListMessages), 1, (chance, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/messages{Query(chance, 0.9)}")),
        (nameof(ReplayDeadLetters), 1, (chance, _) => calls.HttpAsync(HttpMethod.Post, $"/api/operator/dead-letters/replay{Query(chance, 0.9)}", FuzzedBody.Of("{}", chance))),
        (nameof(PurgeDeadLetters), 1, (chance, _) => calls.HttpAsync(HttpMethod.Delete, $"/api/operator/dead-letters{Query(chance, 0.9)}")),
        (nameof(Health), 1, (chance, _) => calls.HttpAsync(HttpMethod.Get, $"/api/health{Query(chance, 0.8)}")),
        (nameof(HealthDetails), 1, (chance, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/health{Query(chance, 0.8)}")),
    ];

    /// <summary>The functions that are struck.</summary>
    public IEnumerable<string> Struck => All.Select(target => target.Function).Distinct();

    /// <summary>Strikes with the largest bodies at once, so that the runtime's pools are as large as they get before memory is measured.</summary>
    public Task StrikeLargeAsync() => Task.WhenAll(Enumerable.Range(0, 48).Select(number =>
    {
        var (path, length) = (number % 4) switch
        {
            0 => ("/api/messages", 256 * 1024),
            1 => ("/api/messages/batch", 1024 * 1024),
            2 => ("/api/messages/preview", 256 * 1024),
            _ => ("/api/webhooks/genesys", 512 * 1024),
        };
        var body = System.Text.Encoding.UTF8.GetBytes($"[\"{new string('x', length - 4)}\"]");
        return calls.HttpAsync(HttpMethod.Post, path, body, ("X-Hub-Signature-256", ReceivedWebhook.Sign(body)));
    }));

    /// <summary>Strikes one of them.</summary>
    /// <param name="seed">What everything about it follows from.</param>
    public async Task<FuzzOutcome> StrikeAsync(int seed)
    {
        var chance = new SeededRandom(seed);
        var ticket = chance.Below(All.Sum(target => target.Weight));
        var index = 0;
        while ((ticket -= All[index].Weight) >= 0)
        {
            index++;
        }

        try
        {
            return new(All[index].Function, await All[index].StrikeAsync(chance, seed));
        }
        catch (HttpRequestException exception)
        {
            return new(All[index].Function, exception.HttpRequestError.ToString());
        }
    }

    private Task<string> PostAsync(string path, SeededRandom chance, string sample)
    {
        var headers = new List<(string, string)>();
        if (chance.Is(0.15))
        {
            headers.Add(("Content-Type", chance.Any<string>(ContentTypes)));
        }

        if (chance.Is(0.15))
        {
            headers.Add(("Idempotency-Key", chance.Any<string>(Keys)));
        }

        if (chance.Is(0.15))
        {
            headers.Add(("Prefer", chance.Any<string>(Preferences)));
        }

        if (chance.Is(0.05))
        {
            headers.Add(chance.Any(("Content-Encoding", "gzip"), ("traceparent", "00-zz"), ("Expect", "x"), ("Accept", "text/html"), ("Transfer-Encoding", "chunked")));
        }

        return calls.HttpAsync(HttpMethod.Post, path, FuzzedBody.Of(sample, chance), [.. headers]);
    }

    private Task<string> QueuedAsync(SeededRandom chance, FuzzSamples samples)
    {
        var body = FuzzedBody.Of(chance.Is(0.3) ? samples.Event() : samples.Request(), chance);
        return calls.EnqueueAsync(QueueNames.Messages, body, mayBeEncoded: true);
    }

    private Task<string> SignedAsync(SeededRandom chance, int number)
    {
        var body = FuzzedBody.Of(new FuzzSamples(chance, number).Webhook(), chance);
        return calls.HttpAsync(HttpMethod.Post, "/api/webhooks/genesys", body, ("X-Hub-Signature-256", ReceivedWebhook.Sign(body)));
    }

    private Task<string> UnsignedAsync(SeededRandom chance, int number)
    {
        var body = FuzzedBody.Of(new FuzzSamples(chance, number).Webhook(), chance);
        (string, string)[] headers = [.. Enumerable.Range(0, chance.Below(3)).Select(_ => ("X-Hub-Signature-256", chance.Any<string>(Signatures)))];
        return calls.HttpAsync(HttpMethod.Post, "/api/webhooks/genesys", body, headers);
    }

    private static byte[] LaterOf(SeededRandom chance, FuzzSamples samples) =>
        chance.Is(0.5)
            ? System.Text.Encoding.UTF8.GetBytes(samples.Later(FuzzedBody.Of(samples.Request(), chance)))
            : FuzzedBody.Of(samples.Later(System.Text.Encoding.UTF8.GetBytes(samples.Request())), chance);

    private static byte[] CallbackOf(SeededRandom chance, FuzzSamples samples) =>
        chance.Is(0.5)
            ? System.Text.Encoding.UTF8.GetBytes(samples.Callback(FuzzedBody.Of(samples.Webhook(), chance)))
            : FuzzedBody.Of(samples.Callback(System.Text.Encoding.UTF8.GetBytes(samples.Webhook())), chance);

    private static string Query(SeededRandom chance, double share) => chance.Is(share)
        ? "?" + string.Join('&', Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => $"{chance.Any<string>(QueryNames)}={chance.Any<string>(QueryValues)}"))
        : string.Empty;
}

/// <summary>What became of a strike.</summary>
/// <param name="Function">The function that was struck.</param>
/// <param name="Answer">The status, <c>queued</c>, or what broke.</param>
internal sealed record FuzzOutcome(string Function, string Answer);
