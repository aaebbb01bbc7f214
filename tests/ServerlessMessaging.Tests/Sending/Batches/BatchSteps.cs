using System.Text;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Batches;

/// <summary>Requests of a batch, and its send.</summary>
internal static class BatchSteps
{
    public static string To(string id, string to, string text = "Hi") => $$$"""{"id":"{{{id}}}","to":{{{to}}},"message":{"type":"text","text":"{{{text}}}"}}""";

    public static string User(string id, string text = "Hi") => To(id, """{"userId":"u-1"}""", text);

    public static string Event(string id) => To(id, """{"conversation":{"id":"c","channelId":"h","providerId":"p"}}""");

    public static async Task<IReadOnlyList<SendOutcome>> SendBatchAsync(this ProductFixture product, string[] requests, bool respondAsync = false, double seconds = 20)
    {
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', requests)}]");
        var (outcomes, problem) = await product.Get<BatchSender>().SendAsync(body, hasIdempotencyKey: false, respondAsync, product.Deadline(seconds));
        Assert.Null(problem);
        return outcomes!;
    }
}
