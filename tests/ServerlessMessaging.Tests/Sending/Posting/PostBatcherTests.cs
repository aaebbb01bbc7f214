using System.Net;
using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Posting;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Posting;

/// <summary>Requests of the route messagingEvents that arrive during a post are sent together in the next one.</summary>
public sealed class PostBatcherTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource<HttpResponseMessage>> _gates = new();

    public PostBatcherTests() => _product.Genesys.On(ProductFixture.EventsPath, async (request, cancellationToken) =>
    {
        TaskCompletionSource<HttpResponseMessage>? gate;
        lock (_lock)
        {
            _gates.TryDequeue(out gate);
        }

        return gate is null ? Accept(await request.Content!.ReadAsStringAsync(cancellationToken)) : await gate.Task.WaitAsync(cancellationToken);
    });

    [Fact]
    public async Task Post_SingleRequest_IsPostedAtOnce()
    {
        var outcome = await PostAsync("a");

        Assert.Equal("a", Assert.IsType<Posted>(outcome).MessageId);
        Assert.Equal([1], Sizes());
    }

    [Fact]
    public async Task Post_RequestsThatWait_SharePostsAndHaveTheirOwnOutcomes()
    {
        var gate = Hold();
        var first = PostAsync("first");
        await ReceivedAsync(1);
        var others = Enumerable.Range(0, 60).Select(number => PostAsync($"{number}")).ToArray();

        gate.SetResult(Accept(Bodies()[0]));

        Assert.Equal("first", Assert.IsType<Posted>(await first).MessageId);
        var outcomes = await Task.WhenAll(others);
        Assert.Equal(Enumerable.Range(0, 60).Select(number => $"{number}"), outcomes.Select(outcome => Assert.IsType<Posted>(outcome).MessageId));
        Assert.Equal([1, 50, 10], Sizes());
    }

    [Fact]
    public async Task Post_OneRefused_DoesNotFailTheOthers()
    {
        var gate = Hold();
        _ = PostAsync("first");
        await ReceivedAsync(1);
        var others = Enumerable.Range(0, 8).Select(number => PostAsync(number == 5 ? "bad" : $"{number}")).ToArray();

        gate.SetResult(Accept(Bodies()[0]));

        var outcomes = await Task.WhenAll(others);
        Assert.Equal(FailureKind.Refused, Assert.IsType<NotPosted>(outcomes[5]).Kind);
        Assert.All(outcomes.Where((_, index) => index != 5), outcome => Assert.IsType<Posted>(outcome));
    }

    [Fact]
    public async Task Post_ResponseLost_IsUnknownForTheWholePost()
    {
        var gate = Hold();
        _ = PostAsync("first");
        await ReceivedAsync(1);
        var lost = Hold();
        var others = Enumerable.Range(0, 3).Select(number => PostAsync($"{number}")).ToArray();

        gate.SetResult(Accept(Bodies()[0]));
        lost.SetException(new HttpRequestException(HttpRequestError.ResponseEnded, "cut"));

        Assert.All(await Task.WhenAll(others), outcome => Assert.Equal(FailureKind.OutcomeUnknown, Assert.IsType<NotPosted>(outcome).Kind));
        Assert.Equal([1, 3], Sizes());
    }

    [Fact]
    public async Task Post_NoTimeLeft_IsNotSent()
    {
        var gate = Hold();
        _ = PostAsync("first");
        await ReceivedAsync(1);
        var shortBudget = PostAsync("shortBudget", _product.Deadline(10));
        var longBudget = PostAsync("longBudget");

        _product.Time.Advance(TimeSpan.FromSeconds(2.5));

        Assert.Equal(("SM4003", FailureKind.Unavailable), (Assert.IsType<NotPosted>(await shortBudget).Problem.Code.Code, ((NotPosted)await shortBudget).Kind));
        gate.SetResult(Accept(Bodies()[0]));
        Assert.Equal("longBudget", Assert.IsType<Posted>(await longBudget).MessageId);
        Assert.Equal([1, 1], Sizes());
    }

    [Fact]
    public async Task Post_CallerOverHttp_DoesNotWaitForQueuedPosts()
    {
        var gate = Hold();
        var queued = PostAsync("queued", new Deadline(_product.Time, TimeSpan.FromMinutes(1)) { MaxSlotWait = TimeSpan.FromSeconds(20) });
        await ReceivedAsync(1);

        Assert.Equal("http", Assert.IsType<Posted>(await PostAsync("http")).MessageId);

        Assert.False(queued.IsCompleted);
        gate.SetResult(Accept(Bodies()[0]));
        Assert.IsType<Posted>(await queued);
    }

    [Fact]
    public async Task Post_PathNotFound_FailsWithoutSplitting()
    {
        var gate = Hold();
        _ = PostAsync("first");
        await ReceivedAsync(1);
        var refusal = Hold();
        var others = Enumerable.Range(0, 4).Select(number => PostAsync($"{number}")).ToArray();

        gate.SetResult(Accept(Bodies()[0]));
        refusal.SetResult(ScriptedGenesys.CreateResponse(HttpStatusCode.NotFound, "{}"));

        Assert.All(await Task.WhenAll(others), outcome => Assert.Equal(FailureKind.Refused, Assert.IsType<NotPosted>(outcome).Kind));
        Assert.Equal([1, 4], Sizes());
    }

    public void Dispose() => _product.Dispose();

    // The response has each text as the message id; a list with the text "bad" is refused as a whole.
    private static HttpResponseMessage Accept(string body)
    {
        using var events = JsonDocument.Parse(body);
        var texts = events.RootElement.EnumerateArray().Select(item => item.GetProperty("content").GetProperty("text").GetString()!).ToArray();
        return texts.Contains("bad")
            ? ScriptedGenesys.CreateResponse(HttpStatusCode.BadRequest, """{"code":"bad.request","message":"invalid"}""")
            : ScriptedGenesys.CreateResponse(HttpStatusCode.OK, $"[{string.Join(',', texts.Select(text => $$"""{"id":"{{text}}"}"""))}]");
    }

    private TaskCompletionSource<HttpResponseMessage> Hold()
    {
        var gate = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _gates.Enqueue(gate);
        }

        return gate;
    }

    private Task<PostOutcome> PostAsync(string text, Deadline? deadline = null) => _product.Get<MessagePoster>().PostAsync(
        new IncomingRequest(new SendRequest(text, new Recipient(Conversation: new("c-1", "channel", "messenger")), new TextMessage(text), null, false, null, null), _product.Time.GetUtcNow()), deadline ?? _product.Deadline());

    private Task ReceivedAsync(int count) => Task.Run(async () =>
    {
        while (_product.Genesys.To(ProductFixture.EventsPath).Count < count)
        {
            await Task.Yield();
        }
    }, TestContext.Current.CancellationToken);

    private IReadOnlyList<string> Bodies() => [.. _product.Genesys.To(ProductFixture.EventsPath).Select(call => call.Body)];

    private IEnumerable<int> Sizes() => Bodies().Select(body => JsonDocument.Parse(body).RootElement.GetArrayLength());
}
