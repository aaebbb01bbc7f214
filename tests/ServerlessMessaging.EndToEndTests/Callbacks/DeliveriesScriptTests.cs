using System.Text;
using System.Text.Json;
using ServerlessMessaging.EndToEndTests.BotFlowSamples;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>The judge of deliveries sees what is wrong with one.</summary>
public sealed class DeliveriesScriptTests
{
    private static readonly SignedEvent Good = SignedEvent.Of("serverlessmessaging.text.v1", new { text = "Grüße" });

    [Fact]
    public async Task It_tells_right_from_wrong()
    {
        var verdicts = await JudgeAsync(
            Good,
            Good with { SentBody = [.. Good.Body, (byte)' '] },
            Good with { Age = TimeSpan.FromMinutes(6) },
            SignedEvent.Rubbish(Encoding.UTF8.GetString(Good.Body).Replace("\"id\"", "\"other\"", StringComparison.Ordinal)),
            SignedEvent.Rubbish(Encoding.UTF8.GetString(Good.Body).Replace("2026-11-22T08:00:00Z", "yesterday", StringComparison.Ordinal)),
            SignedEvent.Rubbish(Encoding.UTF8.GetString(Good.Body).Replace("\"1.0\"", "\"0.3\"", StringComparison.Ordinal)),
            SignedEvent.Rubbish(Encoding.UTF8.GetString(Good.Body).Replace("\"data\"", "\"theData\"", StringComparison.Ordinal)),
            SignedEvent.Rubbish("no JSON"),
            Good with { ContentType = "application/json" });

        Assert.Equal(
            [(true, true), (false, true), (false, true), (true, false), (true, false), (true, false), (true, false), (true, false), (true, false)],
            verdicts.Select(verdict => (verdict.GetProperty("verified").GetBoolean(), verdict.GetProperty("valid").GetBoolean())));
        Assert.Equal(
            """{"verified":true,"valid":true,"type":"serverlessmessaging.text.v1","id":"event-1","source":"/genesys/integration-1","time":"2026-11-22T08:00:00Z","data":{"text":"Grüße"}}""",
            verdicts[0].GetRawText());
        Assert.All(verdicts.Skip(1), verdict => Assert.NotEmpty(verdict.GetProperty("error").GetString()!));
    }

    private static Task<IReadOnlyList<JsonElement>> JudgeAsync(params SignedEvent[] events) => DeliveryJudge.JudgeAsync(events.Select(one =>
        ((IReadOnlyDictionary<string, string>)new Dictionary<string, string>(one.Headers()) { ["content-type"] = one.ContentType }, one.SentBody ?? one.Body, one.SigningSecret)));
}
