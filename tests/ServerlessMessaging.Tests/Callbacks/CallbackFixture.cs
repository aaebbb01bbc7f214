using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>The product with flows for approvals, for the action "approve", and for everything else, and with a request r-1 that can be sent as message m-1.</summary>
internal static class CallbackFixture
{
    public const string Card = """{"type":"card","title":"Invoice","actions":[{"type":"postBack","title":"Approve","payload":"a"},{"type":"imBack","title":"Reject","payload":"I reject this request."}]}""";

    public static ProductFixture Create(params (string Key, string Value)[] settings)
    {
        var product = new ProductFixture([
            .. ProductFixture.FlowAt("approvals", "https://flow.example/approvals"),
            .. ProductFixture.FlowAt("actions", "https://flow.example/actions"), ("BotFlows:actions:Actions:0", "approve"), ("BotFlows:actions:Actions:1", "renew"),
            .. ProductFixture.FlowAt("default", "https://flow.example/default"),
            .. settings]).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        return product;
    }

    public static async Task SendAsync(this ProductFixture product, string id = "r-1", string? replyTo = "approvals", string message = Card, bool notify = false)
    {
        var flow = replyTo is null ? string.Empty : $"\"replyTo\":\"{replyTo}\",";
        Assert.IsType<Sent>(await product.PostAsync($$"""{"id":"{{id}}",{{flow}}"notify":{{(notify ? "true" : "false")}},"to":{"userId":"u-1"},"message":{{message}}}"""));
    }

    /// <summary>The last part of the URLs that got events, in order.</summary>
    public static IEnumerable<string> Flows(this ProductFixture product) => product.Flow.Received.Select(call => call.Url.AbsolutePath[1..]);

    public static MessageRecord Record(this ProductFixture product, string id = "r-1") => product.Records.Record(id)!;

    /// <summary>Delivers callbacks until none waits.</summary>
    public static async Task DeliverAllAsync(this ProductFixture product)
    {
        while (product.Callbacks().Count > 0)
        {
            await product.DeliverWhenDueAsync();
        }
    }
}
