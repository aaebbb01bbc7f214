using ServerlessMessaging.Contract;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.DeadLetters;

/// <summary>Looking at dead letters and purging them.</summary>
public sealed class DeadLetterDeskTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task An_account_without_letters_has_an_empty_list()
    {
        var (page, problem) = await ListAsync();

        Assert.Null(problem);
        Assert.Equal((0, null), (page!.Items.Count, page.Continuation));
    }

    [Fact]
    public async Task Letters_are_listed_in_the_order_of_queue_code_and_time()
    {
        await WriteAsync("r-1", "messages-later", "SM2004");
        await WriteAsync("r-2", "messages", "SM4006", minutes: 2);
        await WriteAsync("r-3", "messages", "SM4006", minutes: 1);
        await WriteAsync("r-4", "messages", "SM2004");
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["r-1", "r-4", "r-3", "r-2"], (await ListAsync()).Page!.Items.Select(letter => letter.Id));
    }

    [Theory]
    [InlineData("id", "r-2", "r-2")]
    [InlineData("queue", "messages", "r-2", "r-3")]
    [InlineData("code", "SM2004", "r-1", "r-2")]
    public async Task A_filter_shows_what_it_means(string name, string value, params string[] ids)
    {
        await WriteAsync("r-1", "messages-later", "SM2004");
        await WriteAsync("r-2", "messages", "SM2004");
        await WriteAsync("r-3", "messages", "SM4006");

        Assert.Equal(ids, (await ListAsync((name, value))).Page!.Items.Select(letter => letter.Id));
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
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
        Assert.Equal(Enumerable.Range(0, 250).Select(number => $"r-{number:000}"), new[] { first, second, third }.SelectMany(page => page.Items).Select(letter => letter.Id));
    }

    [Fact]
    public async Task A_rare_letter_is_found_behind_many_others()
    {
        for (var number = 0; number < 250; number++)
        {
            await WriteAsync($"r-{number:000}");
        }

        var page = (await ListAsync(("id", "r-249"))).Page!;

        Assert.Equal(("r-249", null), (Assert.Single(page.Items).Id, page.Continuation));
    }

    [Fact]
    public async Task A_continuation_of_somebody_else_is_refused()
    {
        await WriteAsync("r-1");

        Assert.Equal(ErrorCodes.FilterInvalid, (await ListAsync(("continuation", "MHx4"))).Problem!.Code);
    }

    [Fact]
    public async Task What_another_hand_put_there_is_not_shown()
    {
        await WriteAsync("r-1");
        _product.Blobs.Put(ContainerNames.DeadLetters, "messages/notes.txt", "by hand");
        _product.Blobs.Put(ContainerNames.DeadLetters, "messages/odd", "by hand", new Dictionary<string, string> { ["record"] = "e30!" });

        Assert.Equal(["r-1"], (await ListAsync()).Page!.Items.Select(letter => letter.Id));
    }

    [Fact]
    public async Task Without_storage_it_is_told_and_logged()
    {
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        var problem = (await ListAsync()).Problem!;

        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem.Code, problem.RetryAfter > TimeSpan.Zero));
        Assert.Contains(EventIds.DeadLettersUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_purge_deletes_what_is_meant_and_nothing_else()
    {
        await WriteAsync("r-1");
        await WriteAsync("r-2");

        var (actions, _) = await PurgeAsync(("id", "r-1"));

        Assert.Equal(new DeadLetterAction("r-1", "messages", "SM2004", ReplayOutcome.Purged), Assert.Single(actions!.Items));
        Assert.Equal(["r-2"], (await _product.LettersAsync()).Select(letter => letter.Id));
        Assert.Contains(EventIds.DeadLetterPurged, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_purge_goes_over_all_pages()
    {
        for (var number = 0; number < 250; number++)
        {
            await WriteAsync($"r-{number:000}");
        }

        var (actions, _) = await PurgeAsync(("queue", "messages"));

        Assert.Equal((250, null), (actions!.Items.Count, actions.Continuation));
        Assert.Empty(await _product.LettersAsync());
    }

    [Fact]
    public async Task A_dry_run_only_tells()
    {
        await WriteAsync("r-1");

        var (actions, _) = await PurgeAsync(("id", "r-1"), ("dryRun", "true"));

        Assert.Equal((true, ReplayOutcome.Purged), (actions!.DryRun, Assert.Single(actions.Items).Outcome));
        Assert.Single(await _product.LettersAsync());
        Assert.DoesNotContain(EventIds.DeadLetterPurged, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("dryRun", "true")]
    [InlineData("force", "true")]
    [InlineData("continuation", "MHx4")]
    public async Task Without_a_filter_nothing_is_done(string name, string value)
    {
        await WriteAsync("r-1");
        var query = Query((name, value));

        var purged = await _product.Get<DeadLetterDesk>().PurgeAsync(query, TestContext.Current.CancellationToken);
        var replayed = await _product.Get<DeadLetterDesk>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal([ErrorCodes.FilterInvalid, ErrorCodes.FilterInvalid], new[] { purged.Problem!.Code, replayed.Problem!.Code });
        Assert.Single(await _product.LettersAsync());
        Assert.Contains(EventIds.DeadLetterQueryRefused, _product.Log.EventIds);
    }

    [Fact]
    public async Task What_was_done_before_a_fault_is_told()
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
    public async Task What_is_set_aside_after_a_replay_began_is_not_part_of_it()
    {
        await WriteAsync("r-1");
        var began = new DeadLetterContinuation(_product.Time.GetUtcNow(), string.Empty).ToString();
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await WriteAsync("r-2", minutes: 0);

        var (actions, _) = await PurgeAsync(("queue", "messages"), ("continuation", began));

        Assert.Equal(["r-1"], actions!.Items.Select(action => action.Id));
    }

    public void Dispose() => _product.Dispose();

    private static DeadLetterQuery Query(params (string Name, string Value)[] values)
    {
        Assert.Null(DeadLetterQuery.Read(values.Select(value => KeyValuePair.Create(value.Name, value.Value)), out var query));
        return query;
    }

    private Task<(DeadLetterPage? Page, Problem? Problem)> ListAsync(params (string Name, string Value)[] values) =>
        _product.Get<DeadLetterDesk>().ListAsync(Query(values), TestContext.Current.CancellationToken);

    private Task<(DeadLetterActions? Actions, Problem? Problem)> PurgeAsync(params (string Name, string Value)[] values) =>
        _product.Get<DeadLetterDesk>().PurgeAsync(Query(values), TestContext.Current.CancellationToken);

    private Task WriteAsync(string id, string queue = "messages", string code = "SM2004", int minutes = 0)
    {
        var at = _product.Time.GetUtcNow().AddMinutes(minutes);
        return _product.Get<DeadLetterStore>().WriteAsync(new DeadLetter(id, queue, code, "why", at, 1), at, "{}"u8.ToArray(), TestContext.Current.CancellationToken);
    }
}
