using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Functions.Http;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.DeadLetters;

public sealed class DeadLetterServiceTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task List_NoContainer_IsEmpty()
    {
        var (page, problem) = await ListAsync();

        Assert.Null(problem);
        Assert.Equal((0, null), (page!.Items.Count, page.Continuation));
    }

    [Fact]
    public async Task List_SeveralMessages_AreInTheOrderOfQueueCodeAndTime()
    {
        await WriteAsync("r-1", "messages-deferred", "SM2004");
        await WriteAsync("r-2", "messages", "SM4006", minutes: 2);
        await WriteAsync("r-3", "messages", "SM4006", minutes: 1);
        await WriteAsync("r-4", "messages", "SM2004");
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["r-1", "r-4", "r-3", "r-2"], (await ListAsync()).Page!.Items.Select(deadLetter => deadLetter.Id));
    }

    [Theory]
    [InlineData("id", "r-2", "r-2")]
    [InlineData("queue", "messages", "r-2", "r-3")]
    [InlineData("code", "SM2004", "r-1", "r-2")]
    public async Task List_Filter_ShowsTheSelectedMessages(string name, string value, params string[] ids)
    {
        await WriteAsync("r-1", "messages-deferred", "SM2004");
        await WriteAsync("r-2", "messages", "SM2004");
        await WriteAsync("r-3", "messages", "SM4006");

        Assert.Equal(ids, (await ListAsync((name, value))).Page!.Items.Select(deadLetter => deadLetter.Id));
    }

    [Fact]
    public async Task List_MoreThanAPage_GoesOnWithTheContinuation()
    {
        for (var number = 0; number < 250; number++)
        {
            await WriteAsync($"r-{number:000}");
        }

        var first = (await ListAsync()).Page!;
        var second = (await ListAsync(("continuation", first.Continuation!))).Page!;
        var third = (await ListAsync(("continuation", second.Continuation!))).Page!;

        Assert.Equal([100, 100, 50], new[] { first, second, third }.Select(page => page.Items.Count));
        Assert.Null(third.Continuation);
        Assert.Equal(Enumerable.Range(0, 250).Select(number => $"r-{number:000}"), new[] { first, second, third }.SelectMany(page => page.Items).Select(deadLetter => deadLetter.Id));
    }

    [Fact]
    public async Task List_SelectedMessageBehindManyOthers_IsFound()
    {
        for (var number = 0; number < 250; number++)
        {
            await WriteAsync($"r-{number:000}");
        }

        var page = (await ListAsync(("id", "r-249"))).Page!;

        Assert.Equal(("r-249", null), (Assert.Single(page.Items).Id, page.Continuation));
    }

    [Fact]
    public async Task List_ContinuationThatStorageRefuses_IsRefused()
    {
        await WriteAsync("r-1");

        Assert.Equal(ErrorCodes.FilterInvalid, (await ListAsync(("continuation", ContinuationOf(token: "x")))).Problem!.Code);
    }

    [Fact]
    public async Task List_BlobOfAnotherProgram_IsLeftOut()
    {
        await WriteAsync("r-1");
        _product.Blobs.Put(ContainerNames.DeadLetters, "messages/notes.txt", "by hand");
        _product.Blobs.Put(ContainerNames.DeadLetters, "messages/odd", "by hand", new Dictionary<string, string> { ["record"] = "e30!" });

        Assert.Equal(["r-1"], (await ListAsync()).Page!.Items.Select(deadLetter => deadLetter.Id));
    }

    [Fact]
    public async Task List_StorageFails_IsAProblemWithRetryAfterAndLogged()
    {
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        var problem = (await ListAsync()).Problem!;

        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem.Code, problem.RetryAfter > TimeSpan.Zero));
        Assert.Contains(EventIds.DeadLettersUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_Filter_DeletesTheSelectedMessagesOnly()
    {
        await WriteAsync("r-1");
        await WriteAsync("r-2");

        var (actions, _) = await PurgeAsync(("id", "r-1"));

        Assert.Equal(new DeadLetterAction("r-1", "messages", "SM2004", ReplayOutcome.Purged), Assert.Single(actions!.Items));
        Assert.Equal(["r-2"], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Id));
        Assert.Contains(EventIds.DeadLetterPurged, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_SeveralPages_DeletesAll()
    {
        for (var number = 0; number < 250; number++)
        {
            await WriteAsync($"r-{number:000}");
        }

        var (actions, _) = await PurgeAsync(("queue", "messages"));

        Assert.Equal((250, null), (actions!.Items.Count, actions.Continuation));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task Purge_DryRun_DeletesNothing()
    {
        await WriteAsync("r-1");

        var (actions, _) = await PurgeAsync(("id", "r-1"), ("dryRun", "true"));

        Assert.Equal((true, ReplayOutcome.Purged), (actions!.DryRun, Assert.Single(actions.Items).Outcome));
        Assert.Single(await _product.DeadLettersAsync());
        Assert.DoesNotContain(EventIds.DeadLetterPurged, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("dryRun", "true")]
    [InlineData("force", "true")]
    [InlineData("continuation", null)]
    public async Task PurgeAndReplay_NoFilter_AreRefused(string name, string? value)
    {
        await WriteAsync("r-1");
        var query = Query((name, value ?? ContinuationOf(token: null)));

        var purged = await _product.Get<DeadLetterService>().PurgeAsync(query, TestContext.Current.CancellationToken);
        var replayed = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal([ErrorCodes.FilterInvalid, ErrorCodes.FilterInvalid], new[] { purged.Problem!.Code, replayed.Problem!.Code });
        Assert.Single(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.DeadLetterQueryRefused, _product.Log.EventIds);
    }

    [Fact]
    public async Task Purge_StorageFailsMidway_ReturnsWhatWasDoneAndAContinuation()
    {
        await WriteAsync("r-1");
        await WriteAsync("r-2");
        // The list, the first deletion, and then the fault.
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(after: 2);

        var (actions, problem) = await PurgeAsync(("queue", "messages"));

        Assert.Null(problem);
        Assert.Equal(["r-1"], actions!.Items.Select(action => action.Id));
        // It must not look complete.
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(0);
        (actions, _) = await PurgeAsync(("queue", "messages"), ("continuation", actions!.Continuation!));
        Assert.Equal("r-2", Assert.Single(actions!.Items).Id);
        Assert.Null(actions.Continuation);
    }

    [Fact]
    public async Task Purge_MessageWrittenAfterTheScanBegan_IsLeftOut()
    {
        await WriteAsync("r-1");
        var began = ContinuationOf(token: null, ("queue", "messages"));
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync("r-2", minutes: 0);

        var (actions, _) = await PurgeAsync(("queue", "messages"), ("continuation", began));

        Assert.Equal(["r-1"], actions!.Items.Select(action => action.Id));
    }

    [Theory]
    [InlineData(ReplayOutcome.AlreadySent, "alreadySent")]
    [InlineData(ReplayOutcome.InProgress, "inProgress")]
    [InlineData(ReplayOutcome.RecordExpired, "recordExpired")]
    [InlineData(ReplayOutcome.RecordUnreadable, "recordUnreadable")]
    [InlineData(ReplayOutcome.PayloadMismatch, "payloadMismatch")]
    public void Serialize_ReplayOutcome_IsCamelCase(ReplayOutcome outcome, string written)
    {
        var response = JsonSerializer.Serialize(new DeadLetterActions(DryRun: true, [new("r-1", "messages", "SM2004", outcome)], Continuation: null), ResponseJson.Readable.DeadLetterActions);

        Assert.Equal($$"""{"dryRun":true,"items":[{"id":"r-1","queue":"messages","code":"SM2004","outcome":"{{written}}"}]}""", response);
    }

    public void Dispose() => _product.Dispose();

    private static DeadLetterQuery Query(params (string Name, string Value)[] values)
    {
        Assert.Null(DeadLetterQuery.Read(values.Select(value => KeyValuePair.Create(value.Name, value.Value)), out var query));
        return query;
    }

    private string ContinuationOf(string? token, params (string Name, string Value)[] filters) =>
        new Continuation(Query(filters).Filters, _product.Time.GetUtcNow().ToUnixTimeMilliseconds(), token).ToString();

    private Task<(DeadLetterPage? Page, Problem? Problem)> ListAsync(params (string Name, string Value)[] values) =>
        _product.Get<DeadLetterService>().ListAsync(Query(values), TestContext.Current.CancellationToken);

    private Task<(DeadLetterActions? Actions, Problem? Problem)> PurgeAsync(params (string Name, string Value)[] values) =>
        _product.Get<DeadLetterService>().PurgeAsync(Query(values), TestContext.Current.CancellationToken);

    private Task WriteAsync(string id, string queue = "messages", string code = "SM2004", int minutes = 0)
    {
        var at = _product.Time.GetUtcNow().AddMinutes(minutes);
        return _product.Get<DeadLetterStore>().WriteAsync(new DeadLetter(id, queue, code, "why", at, 1), at, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
    }
}
