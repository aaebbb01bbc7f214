using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Tests.DeadLetters;

public sealed class DeadLetterQueryTests
{
    private static readonly DateTimeOffset At = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DeadLetter Message = new("r-1", "messages", "SM2004", "why", At, 1);

    [Fact]
    public void Read_Nothing_SelectsEverythingWithoutAFilter()
    {
        var query = Read();

        Assert.False(query.IsFiltered);
        Assert.Equal((false, false, null), (query.DryRun, query.Force, query.Continuation));
        Assert.True(query.Matches(Message));
    }

    [Theory]
    [InlineData("id", "r-1", true)]
    [InlineData("id", "R-1", false)]
    [InlineData("code", "SM2004", true)]
    [InlineData("code", "SM2005", false)]
    [InlineData("queue", "messages", true)]
    [InlineData("queue", "messages-deferred", false)]
    [InlineData("since", "2026-12-01T09:00:00Z", true)]
    [InlineData("since", "2026-12-01T10:00:00+01:00", true)]
    [InlineData("since", "2026-12-01T10:00:00 01:00", true)]
    [InlineData("since", "2026-12-01T04:00:00-05:00", true)]
    [InlineData("since", "2026-12-01T10:00:00+0100", true)]
    [InlineData("since", "2026-12-01T10:00:00 0100", true)]
    [InlineData("since", "2026-12-01T09:00:00.0000001Z", false)]
    [InlineData("until", "2026-12-01T09:00:00z", true)]
    [InlineData("until", "2026-12-01T08:59:59Z", false)]
    public void Matches_OneFilter_SelectsByIt(string name, string value, bool matches)
    {
        var query = Read((name, value));

        Assert.True(query.IsFiltered);
        Assert.Equal(matches, query.Matches(Message));
    }

    [Theory]
    [InlineData("id", "r-2")]
    [InlineData("code", "SM2005")]
    [InlineData("until", "2026-12-01T08:00:00Z")]
    public void Matches_SeveralFilters_SelectsByAll(string name, string value) =>
        Assert.False(Read(("queue", "messages"), ("since", "2026-12-01T00:00:00Z"), (name, value)).Matches(Message));

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    public void Read_Switches_AreNoFilters(string value, bool on)
    {
        var query = Read(("dryRun", value), ("force", value));

        Assert.Equal((on, on, false), (query.DryRun, query.Force, query.IsFiltered));
    }

    [Theory]
    [InlineData("2!92!MDAwMDI4!+/=| ü")]
    [InlineData(null)]
    public void Read_ContinuationOfTheSameFilters_IsReadAsItWasWritten(string? token)
    {
        var continuation = new Continuation(Read(("queue", "messages")).Filters, 1_763_800_000_123, token);

        Assert.Equal(continuation, Read(("queue", "messages"), ("force", "true"), ("continuation", continuation.ToString())).Continuation);
    }

    [Theory]
    [InlineData("id", "r-1")]
    [InlineData("code", "SM2004")]
    [InlineData("queue", "messages-deferred")]
    [InlineData("since", "2026-12-01T09:00:00Z")]
    [InlineData("until", "2026-12-01T09:00:00Z")]
    public void Read_ContinuationOfOtherFilters_IsRefused(string name, string value)
    {
        var continuation = new Continuation(Read(("queue", "messages")).Filters, 0, null).ToString();

        Assert.Equal(ErrorCodes.FilterInvalid, DeadLetterQuery.Read([new("queue", "messages"), new(name, value), new("continuation", continuation)], out _)!.Code);
    }

    [Fact]
    public void Read_NameGivenTwice_RefusesAnUnusableValueAndUsesTheLast()
    {
        Assert.Equal("SM2005", Read(("code", "SM2004"), ("code", "SM2005")).Code);
        Assert.NotNull(DeadLetterQuery.Read([new("code", "2004"), new("code", "SM2005")], out _));
    }

    [Theory]
    [InlineData("id", "", "must not be empty")]
    [InlineData("queue", "", "must not be empty")]
    [InlineData("code", "", "x-functions-key")]
    [InlineData("code", "sm2004", "x-functions-key")]
    [InlineData("code", "SM200", "x-functions-key")]
    [InlineData("code", "the-function-key==", "x-functions-key")]
    [InlineData("since", "yesterday", "Z or an offset")]
    [InlineData("since", "2026-12-01", "Z or an offset")]
    [InlineData("since", "2026-12-01 09:00", "Z or an offset")]
    [InlineData("until", "2026-12-01T09:00:00", "Z or an offset")]
    [InlineData("dryRun", "yes", "true or false")]
    [InlineData("force", "1", "true or false")]
    [InlineData("continuation", "", "unchanged")]
    [InlineData("continuation", "?", "unchanged")]
    [InlineData("continuation", "MHx4", "unchanged")]
    public void Read_UnusableValue_IsRefusedWithItsRemedyAndNotRepeated(string name, string value, string remedy)
    {
        var problem = Refused(name, value);

        Assert.Contains(remedy, problem.Detail, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("the-function-key", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Id")]
    [InlineData("dryrun")]
    [InlineData("filter")]
    public void Read_UnknownName_IsRefusedWithTheKnownOnes(string name) =>
        Assert.Contains("id, code, queue, since, until, continuation, dryRun, force", Refused(name, "x").Detail, StringComparison.Ordinal);

    private static DeadLetterQuery Read(params (string Name, string Value)[] values)
    {
        Assert.Null(DeadLetterQuery.Read(values.Select(value => KeyValuePair.Create(value.Name, value.Value)), out var query));
        return query;
    }

    private static Problem Refused(string name, string value)
    {
        var problem = DeadLetterQuery.Read([KeyValuePair.Create(name, value)], out _)!;
        Assert.Equal(ErrorCodes.FilterInvalid, problem.Code);
        return problem;
    }
}
