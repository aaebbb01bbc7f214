using ServerlessMessaging.Functions;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tools.Tests.Simulator;

namespace ServerlessMessaging.SoakTests.Fuzzing;

/// <summary>Every function that takes input, and how its input is fuzzed.</summary>
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

    private (string Function, int Weight, Func<SeededRandom, int, Task<string>> FuzzAsync)[] All =>
    [
        (nameof(SendMessage), 24, (random, number) => PostAsync("/api/messages", random, new FuzzSamples(random, number).Request())),
        (nameof(SendMessageBatch), 8, (random, number) => PostAsync("/api/messages/batch", random, new FuzzSamples(random, number).Batch())),
        (nameof(PreviewMessage), 10, (random, number) => PostAsync("/api/messages/preview", random, new FuzzSamples(random, number).Request())),
        (nameof(ReceiveWebhook), 14, SignedAsync),
        (nameof(ReceiveWebhook), 6, UnsignedAsync),
        (nameof(SendQueuedMessage), 12, (random, number) => QueuedAsync(random, new FuzzSamples(random, number))),
        (nameof(SendDeferredMessage), 8, (random, number) => calls.EnqueueAsync(QueueNames.MessagesDeferred, DeferredMessage(random, new FuzzSamples(random, number)), mayBeEncoded: false)),
        (nameof(DeliverCallback), 8, (random, number) => calls.EnqueueAsync(QueueNames.Callbacks, CallbackMessage(random, new FuzzSamples(random, number)), mayBeEncoded: false)),
        (nameof(GetMessage), 3, (random, _) => calls.HttpAsync(HttpMethod.Get, $"/api/messages/{random.Pick<string>(Ids)}{Query(random, 0.1)}")),
        (nameof(CancelMessage), 3, (random, _) => calls.HttpAsync(HttpMethod.Delete, $"/api/messages/{random.Pick<string>(Ids)}", random.NextBool(0.3) ? [1, 2, 3] : null)),
        (nameof(ListDeadLetters), 1, (random, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/dead-letters{Query(random, 0.9)}")),
        (nameof(ListMessages), 1, (random, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/messages{Query(random, 0.9)}")),
        (nameof(ReplayDeadLetters), 1, (random, _) => calls.HttpAsync(HttpMethod.Post, $"/api/operator/dead-letters/replay{Query(random, 0.9)}", FuzzedBody.Create("{}", random))),
        (nameof(PurgeDeadLetters), 1, (random, _) => calls.HttpAsync(HttpMethod.Delete, $"/api/operator/dead-letters{Query(random, 0.9)}")),
        (nameof(Health), 1, (random, _) => calls.HttpAsync(HttpMethod.Get, $"/api/health{Query(random, 0.8)}")),
        (nameof(HealthDetails), 1, (random, _) => calls.HttpAsync(HttpMethod.Get, $"/api/operator/health{Query(random, 0.8)}")),
    ];

    /// <summary>The functions that are fuzzed.</summary>
    public IEnumerable<string> Functions => All.Select(target => target.Function).Distinct();

    /// <summary>Sends the largest bodies at once, so that the runtime's pools reach their full size before memory is measured.</summary>
    public Task SendLargeBodiesAsync() => Task.WhenAll(Enumerable.Range(0, 48).Select(number =>
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

    /// <summary>Sends one fuzzed input to one function.</summary>
    /// <param name="seed">Determines the function and its input.</param>
    public async Task<FuzzOutcome> FuzzAsync(int seed)
    {
        var random = new SeededRandom(seed);
        var draw = random.NextBelow(All.Sum(target => target.Weight));
        var index = 0;
        while ((draw -= All[index].Weight) >= 0)
        {
            index++;
        }

        try
        {
            return new(All[index].Function, await All[index].FuzzAsync(random, seed));
        }
        catch (HttpRequestException exception)
        {
            return new(All[index].Function, exception.HttpRequestError.ToString());
        }
    }

    private Task<string> PostAsync(string path, SeededRandom random, string sample)
    {
        var headers = new List<(string, string)>();
        if (random.NextBool(0.15))
        {
            headers.Add(("Content-Type", random.Pick<string>(ContentTypes)));
        }

        if (random.NextBool(0.15))
        {
            headers.Add(("Idempotency-Key", random.Pick<string>(Keys)));
        }

        if (random.NextBool(0.15))
        {
            headers.Add(("Prefer", random.Pick<string>(Preferences)));
        }

        if (random.NextBool(0.05))
        {
            headers.Add(random.Pick(("Content-Encoding", "gzip"), ("traceparent", "00-zz"), ("Expect", "x"), ("Accept", "text/html"), ("Transfer-Encoding", "chunked")));
        }

        return calls.HttpAsync(HttpMethod.Post, path, FuzzedBody.Create(sample, random), [.. headers]);
    }

    private Task<string> QueuedAsync(SeededRandom random, FuzzSamples samples)
    {
        var body = FuzzedBody.Create(random.NextBool(0.3) ? samples.CloudEvent() : samples.Request(), random);
        return calls.EnqueueAsync(QueueNames.Messages, body, mayBeEncoded: true);
    }

    private Task<string> SignedAsync(SeededRandom random, int number)
    {
        var body = FuzzedBody.Create(new FuzzSamples(random, number).Webhook(), random);
        return calls.HttpAsync(HttpMethod.Post, "/api/webhooks/genesys", body, ("X-Hub-Signature-256", ReceivedWebhook.Sign(body)));
    }

    private Task<string> UnsignedAsync(SeededRandom random, int number)
    {
        var body = FuzzedBody.Create(new FuzzSamples(random, number).Webhook(), random);
        (string, string)[] headers = [.. Enumerable.Range(0, random.NextBelow(3)).Select(_ => ("X-Hub-Signature-256", random.Pick<string>(Signatures)))];
        return calls.HttpAsync(HttpMethod.Post, "/api/webhooks/genesys", body, headers);
    }

    private static byte[] DeferredMessage(SeededRandom random, FuzzSamples samples) =>
        random.NextBool(0.5)
            ? System.Text.Encoding.UTF8.GetBytes(samples.DeferredEnvelope(FuzzedBody.Create(samples.Request(), random)))
            : FuzzedBody.Create(samples.DeferredEnvelope(System.Text.Encoding.UTF8.GetBytes(samples.Request())), random);

    private static byte[] CallbackMessage(SeededRandom random, FuzzSamples samples) =>
        random.NextBool(0.5)
            ? System.Text.Encoding.UTF8.GetBytes(samples.CallbackEnvelope(FuzzedBody.Create(samples.Webhook(), random)))
            : FuzzedBody.Create(samples.CallbackEnvelope(System.Text.Encoding.UTF8.GetBytes(samples.Webhook())), random);

    private static string Query(SeededRandom random, double share) => random.NextBool(share)
        ? "?" + string.Join('&', Enumerable.Range(0, 1 + random.NextBelow(3)).Select(_ => $"{random.Pick<string>(QueryNames)}={random.Pick<string>(QueryValues)}"))
        : string.Empty;
}

/// <summary>The outcome of one fuzzed input.</summary>
/// <param name="Function">The function.</param>
/// <param name="Response">The status, <c>queued</c>, or the error of the connection.</param>
internal sealed record FuzzOutcome(string Function, string Response);
