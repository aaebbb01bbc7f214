using System.Text;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Reading;
using ServerlessMessaging.Messages.Rules;

namespace ServerlessMessaging.Tests.Messages.Reading;

/// <summary>Valid bodies, broken at random with a fixed seed: whatever comes in is read or refused, never thrown.</summary>
public sealed class MutationTests
{
    private const int Seed = 20261201;
    private const int Mutations = 20_000;

    private static readonly byte[][] Samples =
    [
        .. new[]
        {
            """
            {"id":"invoice-1001","to":{"email":"approver@example.com"},"message":{"type":"card","title":"Invoice #1001","subtitle":"Amount: $500.00",
             "image":{"url":"https://example.com/logo.png","altText":"Company Logo"},"cardType":"basic","actions":[
             {"type":"postBack","title":"Approve","payload":{"event":"approval","list":[1,-2.5e3,true,null,{"deep":[[["x"]]]}]}},
             {"type":"imBack","title":"Reject","payload":"I reject this request."},
             {"type":"openUrl","title":"View Details","url":"https://example.com/details/12345"}]},
             "replyTo":"approvals","notify":true,"sendAt":"2026-12-01T09:00:00Z","expiresAt":"2026-12-01T12:00:00+01:00"}
            """,
            """{"to":{"userId":"u-1"},"message":{"type":"text","text":"Zeile 1\nעברית 👩‍👧 \ud83d\ude00"},"$schema":"https://example.com/s.json"}""",
            """{"to":{"channelId":"user:u-1"},"message":{"type":"quickReplies","text":"When?","replies":[{"text":"Today","value":"d0"},{"text":"Later","value":"d1"}]}}""",
            """{"to":{"conversation":{"id":"c-1","channelId":"ch-1","providerId":"messenger"}},"message":{"type":"carousel","cards":[{"title":"One"},{"type":"card","title":"Two","actions":[]}]}}""",
            """{"to":{"customer":{"id":"cu-1","integrationId":"in-1","useExistingActiveConversation":false}},"message":{"type":"text","text":"Hello"}}""",
            """{"to":{"botSession":{"botId":"b","botVersion":"1.0","botSessionId":"s","languageCode":"en-us"}},"message":{"type":"text","text":"Hello"},"expiresAt":"9999-12-31T23:59:59Z"}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Tokens =
    [
        .. new[] { "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud800", "\\u0000", "null", "true", "-1e9", "\"id\":", "\"type\":", "\0", "\uFEFF", "//", "😀", "[[[[[[[[[[[[[[[[", "9999-12-31" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xED, 0xA0, 0x80],
    ];

    private readonly Random _random = new(Seed);

    [Fact]
    public void Reads_or_refuses_whatever_comes_in()
    {
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < Mutations; index++)
        {
            var body = Mutate(Samples[index % Samples.Length]);
            var outcome = Outcome(body, index);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        // Otherwise the mutations would have lost their teeth.
        Assert.Equal(["SM1001", "SM1002", "SM1003", "SM1004", "SM1006", "read", "rules"], outcomes.Keys.Where(key => key != "SM1005").Order(StringComparer.Ordinal));
    }

    private static string Outcome(byte[] body, int index)
    {
        try
        {
            var problem = RequestReader.Read(body, out var request);
            if (problem is not null)
            {
                Assert.Null(request);
                Assert.Equal(400, problem.Code.Status);
                Assert.True(Assert.Single(problem.Errors).Pointer is "" or ['/', ..]);
                return problem.Code.Code;
            }

            return IsValid(Assert.IsType<SendRequest>(request)) ? "read" : "rules";
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Mutation {index}: {Convert.ToBase64String(body)}", exception);
        }
    }

    private static bool IsValid(SendRequest request)
    {
        var errors = RequestRules.Check(request, new MessageLimitsOptions(), Expect.Now);
        Assert.All(errors, error => Assert.StartsWith("/", error.Pointer, StringComparison.Ordinal));
        return errors.Count == 0;
    }

    private byte[] Mutate(byte[] sample)
    {
        var body = sample.ToList();
        for (var times = _random.Next(1, 4); times > 0 && body.Count > 0; times--)
        {
            MutateOnce(body);
        }

        return [.. body];
    }

    private void MutateOnce(List<byte> body)
    {
        var at = _random.Next(body.Count);
        var length = Math.Min(body.Count - at, _random.Next(1, 40));
        switch (_random.Next(6))
        {
            case 0:
                body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                body[at] = (byte)_random.Next(256);
                break;
            case 2:
                body.RemoveRange(at, length);
                break;
            case 3:
                body.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
            case 4:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            default:
                body.InsertRange(at, body.GetRange(_random.Next(body.Count - length + 1), length));
                break;
        }
    }
}
