using Azure.Storage.Queues.Models;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class QueueEncodingTests
{
    private const string Base64 = "AzureFunctionsJobHost:extensions:queues:messageEncoding=base64";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(typeof(Orders), "orders", "hello")]
    [InlineData(typeof(Texts), "texts", "hello")]
    [InlineData(typeof(Bytes), "bytes", "68656C6C6F")]
    public async Task Under_Base64_The_Function_Gets_The_Decoded_Body(Type function, string queue, string expected)
    {
        var scene = await QueueScene.NewAsync();
        var delivered = new TaskCompletionSource<string>();
        await scene.SendAsync(queue, "aGVsbG8=");
        await using var sut = await scene.StartAsync(
            [function],
            (message, _) => Deliver(message.Body.ToString()),
            body: Deliver,
            settings: Base64);

        Assert.Equal(expected, await delivered.Task.WaitAsync(RuntimeHost.Patience, Cancellation));

        Task Deliver(string body)
        {
            delivered.SetResult(body);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Under_Base64_A_Body_That_Cannot_Be_Decoded_Is_Poison_At_Once()
    {
        var scene = await QueueScene.NewAsync();
        var ran = false;
        await scene.SendAsync("orders", "not base64!");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            (_, _) =>
            {
                ran = true;
                return Task.CompletedTask;
            },
            settings: Base64);

        await sut.Log.WaitForAsync(9003);
        await sut.StopAsync();

        QueueMessage[] poisoned = await scene.Poison.ReceiveMessagesAsync(32, cancellationToken: Cancellation);
        Assert.Equal("not base64!", Assert.Single(poisoned).Body.ToString());
        Assert.Equal((0, 0), await QueueScene.CountAsync(scene.Orders));
        Assert.False(ran);
    }

    [Fact]
    public async Task Under_Base64_A_Poisoned_Message_Keeps_Its_Text()
    {
        var scene = await QueueScene.NewAsync();
        var poisoned = new TaskCompletionSource<QueueMessage>();
        await scene.SendAsync("orders", "aGVsbG8=");
        await using var sut = await scene.StartAsync(
            [typeof(Orders), typeof(PoisonOrders)],
            (_, _) => throw new InvalidTimeZoneException(),
            message =>
            {
                poisoned.SetResult(message);
                return Task.CompletedTask;
            },
            queues: """, "maxDequeueCount": 1 """,
            settings: Base64);

        Assert.Equal("hello", (await poisoned.Task.WaitAsync(RuntimeHost.Patience, Cancellation)).Body.ToString());
    }

    [Fact]
    public async Task Under_None_A_Base64_Text_Stays_As_It_Is()
    {
        var scene = await QueueScene.NewAsync();
        var delivered = new TaskCompletionSource<string>();
        await scene.SendAsync("orders", "aGVsbG8=");
        await using var sut = await scene.StartAsync([typeof(Orders)], (message, _) =>
        {
            delivered.SetResult(message.Body.ToString());
            return Task.CompletedTask;
        });

        Assert.Equal("aGVsbG8=", await delivered.Task.WaitAsync(RuntimeHost.Patience, Cancellation));
    }
}
