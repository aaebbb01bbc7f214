namespace ServerlessMessaging.Tests.Contract.Rules;

public sealed class RequestRulesTimeTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly DateTimeOffset LatestSendAt = Expect.Now.AddDays(6);

    [Fact]
    public void Check_SendAt6DaysAhead_IsAccepted() => Expect.Valid(Times(LatestSendAt, null));

    [Fact]
    public void Check_SendAtMoreThan6DaysAhead_IsRefused() =>
        Expect.Broken(Times(LatestSendAt + Tick, null), "SM3001", "/sendAt", "at most 6 days ahead. Send the request later.");

    [Fact]
    public void Check_SendAtInThePast_IsAccepted() => Expect.Valid(Times(Expect.Now.AddYears(-1), null));

    [Fact]
    public void Check_ExpiresAtJustAfterNow_IsAccepted() => Expect.Valid(Times(null, Expect.Now + Tick));

    [Fact]
    public void Check_ExpiresAtIsNow_IsRefused() => AssertTooEarly(Times(null, Expect.Now));

    [Fact]
    public void Check_ExpiresAtInThePast_IsRefused() => AssertTooEarly(Times(null, Expect.Now.AddHours(-1)));

    [Fact]
    public void Check_ExpiresAt7DaysAfterNow_IsAccepted() => Expect.Valid(Times(null, Expect.Now.AddDays(7)));

    [Fact]
    public void Check_ExpiresAtMoreThan7DaysAfterNow_IsRefused() => AssertTooLate(Times(null, Expect.Now.AddDays(7) + Tick));

    [Fact]
    public void Check_ExpiresAtJustAfterSendAt_IsAccepted() => Expect.Valid(Times(LatestSendAt, LatestSendAt + Tick));

    [Fact]
    public void Check_ExpiresAtIsSendAt_IsRefused() => AssertTooEarly(Times(LatestSendAt, LatestSendAt));

    [Fact]
    public void Check_ExpiresAt7DaysAfterSendAt_IsAccepted() => Expect.Valid(Times(LatestSendAt, LatestSendAt.AddDays(7)));

    [Fact]
    public void Check_ExpiresAtMoreThan7DaysAfterSendAt_IsRefused() => AssertTooLate(Times(LatestSendAt, LatestSendAt.AddDays(7) + Tick));

    [Fact]
    public void Check_SendAtInThePast_CountsExpiryFromNow()
    {
        Expect.Valid(Times(Expect.Now.AddDays(-1), Expect.Now.AddDays(7)));
        AssertTooEarly(Times(Expect.Now.AddDays(-1), Expect.Now));
    }

    [Fact]
    public void Check_ExpiresAtWithOffset_ComparesInstants() => Expect.Valid(Body.With("\"expiresAt\":\"2026-12-01T00:00:01-08:00\""));

    [Fact]
    public void Check_ExpiresAtMaxValue_IsRefused() => AssertTooLate(Times(null, DateTimeOffset.MaxValue));

    [Fact]
    public void Check_SendAtMaxValue_IsRefused() =>
        Expect.Broken(Times(DateTimeOffset.MaxValue, null), "SM3001", "/sendAt", "at most 6 days ahead");

    [Fact]
    public void Check_BothTimesAtMaxValue_IsRefused() => Assert.Contains(
        "/sendAt SM3001", Expect.Places(Times(DateTimeOffset.MaxValue.AddDays(-1), DateTimeOffset.MaxValue)));

    private static void AssertTooEarly(string body) =>
        Expect.Broken(body, "SM3002", "/expiresAt", "expiresAt must lie after now and after sendAt.");

    private static void AssertTooLate(string body) =>
        Expect.Broken(body, "SM3002", "/expiresAt", "at most 7 days after the later of now and sendAt.");

    private static string Times(DateTimeOffset? sendAt, DateTimeOffset? expiresAt) =>
        Body.With($"\"sendAt\":{Quote(sendAt)},\"expiresAt\":{Quote(expiresAt)}");

    private static string Quote(DateTimeOffset? time) => time is { } value ? $"\"{value:O}\"" : "null";
}
