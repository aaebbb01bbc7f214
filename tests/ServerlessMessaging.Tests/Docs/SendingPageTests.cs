using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>The page for callers says what the code does.</summary>
public sealed partial class SendingPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "sending.md"));

    private static readonly string[] Examples = [.. JsonBlock.Matches(Page).Select(match => match.Groups["json"].Value)];

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    [Fact]
    public void Request_OfThePage_KeepsEveryRule()
    {
        var problem = RequestReader.Read(System.Text.Encoding.UTF8.GetBytes(Examples[0]), out var request);

        Assert.Null(problem);
        Assert.Empty(RequestRules.Check(request!, new MessageLimitsOptions(), request!.SendAt!.Value.AddDays(-1)));
    }

    [Theory]
    [InlineData(1, typeof(SendResponse))]
    [InlineData(2, typeof(SendResponse))]
    [InlineData(3, typeof(ProblemDocument))]
    [InlineData(4, typeof(MessageStatusResponse))]
    [InlineData(6, typeof(PreviewResponse))]
    [InlineData(7, typeof(MessagePage))]
    [InlineData(8, typeof(DeadLetterPage))]
    [InlineData(9, typeof(DeadLetterActions))]
    public void Response_OfThePage_HasMembersOfTheCodeOnly(int example, Type type) => Assert.NotNull(JsonSerializer.Deserialize(Examples[example], type, Strict));

    [Fact]
    public void BatchItem_OfThePage_HasMembersOfTheCodeOnly()
    {
        foreach (var item in JsonNode.Parse(Examples[5])!["items"]!.AsArray().Select(item => item!.AsObject()))
        {
            var type = (int)item["httpStatus"]! < 300 ? typeof(SendResponse) : typeof(ProblemDocument);
            foreach (var added in new[] { "httpStatus", "replayed", "retryAfter" })
            {
                item.Remove(added);
            }

            Assert.NotNull(item.Deserialize(type, Strict));
        }
    }

    [Fact]
    public void States_OfTheCode_HaveARowEach() => Assert.Equal(NamesOf<MessageState>(), RowsBetween("## The state of a request", "## Batches").Intersect(NamesOf<MessageState>()));

    [Fact]
    public void ReplayOutcomes_OfTheCode_HaveARowEach() => Assert.Equal(NamesOf<ReplayOutcome>().Order(), RowsBetween("| `outcome` |", null).Order());

    [Fact]
    public void RetryTable_OfThePage_NamesKnownCodesOnly()
    {
        var table = Page[Page.IndexOf("### What to retry", StringComparison.Ordinal)..Page.IndexOf("### A retry loop", StringComparison.Ordinal)];

        Assert.Empty(Code.Matches(table).Select(match => match.Value).Except(ErrorCodes.All.Select(code => code.Code)));
    }

    private static IEnumerable<string> NamesOf<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static IEnumerable<string> RowsBetween(string start, string? end)
    {
        var from = Page.IndexOf(start, StringComparison.Ordinal);
        var section = end is null ? Page[from..] : Page[from..Page.IndexOf(end, StringComparison.Ordinal)];
        return Row.Matches(section).Select(match => match.Groups["name"].Value).Where(name => name != "outcome");
    }

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock { get; }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row { get; }

    [GeneratedRegex(@"SM\d{4}")]
    private static partial Regex Code { get; }
}
