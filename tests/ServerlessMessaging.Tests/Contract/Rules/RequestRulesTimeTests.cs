namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequestRulesTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset Farthest = Expect.Now.AddDays(6);

    [Fact]
    public void Accepts_sendAt_6_days_ahead() => Expect.Valid(Times(Farthest, null));

    [Fact]
    public void Refuses_sendAt_more_than_6_days_ahead() =>
        Expect.Broken(Times(Farthest + Tick, null), "SM3001", "/sendAt", "at most 6 days ahead. Send the request later.");

    [Fact]
    public void Accepts_sendAt_in_the_past() => Expect.Valid(Times(Expect.Now.AddYears(-1), null));

    [Fact]
    public void Accepts_expiresAt_just_after_now() => Expect.Valid(Times(null, Expect.Now + Tick));

    [Fact]
    public void Refuses_expiresAt_that_is_now() => RefusesTooEarly(Times(null, Expect.Now));

    [Fact]
    public void Refuses_expiresAt_in_the_past() => RefusesTooEarly(Times(null, Expect.Now.AddHours(-1)));

    [Fact]
    public void Accepts_expiresAt_7_days_after_now() => Expect.Valid(Times(null, Expect.Now.AddDays(7)));

    [Fact]
    public void Refuses_expiresAt_more_than_7_days_after_now() => RefusesTooLate(Times(null, Expect.Now.AddDays(7) + Tick));

    [Fact]
    public void Accepts_expiresAt_just_after_sendAt() => Expect.Valid(Times(Farthest, Farthest + Tick));

    [Fact]
    public void Refuses_expiresAt_that_is_sendAt() => RefusesTooEarly(Times(Farthest, Farthest));

    [Fact]
    public void Accepts_expiresAt_7_days_after_sendAt() => Expect.Valid(Times(Farthest, Farthest.AddDays(7)));

    [Fact]
    public void Refuses_expiresAt_more_than_7_days_after_sendAt() => RefusesTooLate(Times(Farthest, Farthest.AddDays(7) + Tick));

    [Fact]
    public void Counts_from_now_where_sendAt_lies_in_the_past()
    {
        Expect.Valid(Times(Expect.Now.AddDays(-1), Expect.Now.AddDays(7)));
        RefusesTooEarly(Times(Expect.Now.AddDays(-1), Expect.Now));
    }

    [Fact]
    public void Compares_moments_and_not_clocks() => Expect.Valid(Body.With("\"expiresAt\":\"2026-12-01T00:00:01-08:00\""));

    [Fact]
    public void Refuses_the_end_of_all_time_as_expiresAt() => RefusesTooLate(Times(null, DateTimeOffset.MaxValue));

    [Fact]
    public void Refuses_the_end_of_all_time_as_sendAt() =>
        Expect.Broken(Times(DateTimeOffset.MaxValue, null), "SM3001", "/sendAt", "at most 6 days ahead");

    [Fact]
    public void Refuses_both_at_the_end_of_all_time() => Assert.Contains(
        "/sendAt SM3001", Expect.Places(Times(DateTimeOffset.MaxValue.AddDays(-1), DateTimeOffset.MaxValue)));

    private static void RefusesTooEarly(string body) =>
        Expect.Broken(body, "SM3002", "/expiresAt", "expiresAt must lie after now and after sendAt.");

    private static void RefusesTooLate(string body) =>
        Expect.Broken(body, "SM3002", "/expiresAt", "at most 7 days after the later of now and sendAt.");

    private static string Times(DateTimeOffset? sendAt, DateTimeOffset? expiresAt) =>
        Body.With($"\"sendAt\":{Quote(sendAt)},\"expiresAt\":{Quote(expiresAt)}");

    private static string Quote(DateTimeOffset? time) => time is { } given ? $"\"{given:O}\"" : "null";
}
