using System.Text;
using System.Text.Json;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Tests.Serialization;

public sealed class BatchWriterTests
{
    private static readonly Sent Plain = new(new SendAnswer("r-1", MessageState.Sent, SendRoute.OpenMessaging, "m-1", []));

    [Fact]
    public void Each_item_is_the_answer_of_its_request_alone_with_its_status()
    {
        Assert.Equal(
            """{"items":[{"httpStatus":200,"id":"r-1","status":"sent","route":"openMessaging","messageId":"m-1","degradations":[]}]}""",
            Write(Plain));
        Assert.Equal(
            """{"items":[{"httpStatus":202,"replayed":true,"id":"r-2","status":"deferred","route":"agentless","messageId":null,"degradations":["card-as-text"]}]}""",
            Write(new TakenOver(new SendAnswer("r-2", MessageState.Deferred, SendRoute.Agentless, null, ["card-as-text"])) { Replayed = true }));
    }

    [Fact]
    public void A_problem_is_one_with_its_wait()
    {
        var problem = Problem.At("/id", ErrorCodes.InProgress, "Grüße") with { Id = "r-3", RetryAfter = TimeSpan.FromSeconds(4.2) };

        Assert.Equal(
            """{"items":[{"httpStatus":409,"retryAfter":5,"type":"https://example.com/errors#sm3006","title":"A request with this id is being sent.","status":409,"detail":"Grüße","code":"SM3006","id":"r-3","errors":[{"pointer":"/id","code":"SM3006","detail":"Grüße"}]}]}""",
            Write(new NotSent(problem)));
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(1.0, 1)]
    [InlineData(1.1, 2)]
    public void A_wait_is_at_least_a_second(double seconds, long said)
    {
        using var document = JsonDocument.Parse(Write(new NotSent(new Problem(ErrorCodes.RateLimited, "why") { RetryAfter = TimeSpan.FromSeconds(seconds) })));

        Assert.Equal(said, document.RootElement.GetProperty("items")[0].GetProperty("retryAfter").GetInt64());
    }

    [Fact]
    public void They_stand_in_order()
    {
        using var document = JsonDocument.Parse(Write(Plain, new NotSent(new Problem(ErrorCodes.NotJson, "why")), Plain));

        Assert.Equal([200, 400, 200], document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("httpStatus").GetInt32()));
    }

    private static string Write(params SendOutcome[] outcomes) => Encoding.UTF8.GetString(BatchWriter.Write(outcomes, "https://example.com/errors"));
}
