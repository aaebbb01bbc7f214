using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class QueueDeliveryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_Message_Is_Delivered_And_Deleted()
    {
        var scene = await QueueScene.NewAsync();
        var delivered = new TaskCompletionSource<QueueMessage>();
        await scene.SendAsync("orders", "<hello> & \"goodbye\"");
        await using var sut = await scene.StartAsync([typeof(Orders)], (message, _) =>
        {
            delivered.SetResult(message);
            return Task.CompletedTask;
        });

        var message = await delivered.Task.WaitAsync(RuntimeHost.Patience, Cancellation);
        await sut.StopAsync();

        Assert.Equal(("<hello> & \"goodbye\"", 1), (message.Body.ToString(), message.DequeueCount));
        Assert.Equal((0, 0), await QueueScene.CountAsync(scene.Orders));
    }

    [Theory]
    [InlineData(typeof(Texts), "texts", "gr\u00fc\u00df dich", "gr\u00fc\u00df dich")]
    [InlineData(typeof(Bytes), "bytes", "abc", "616263")]
    public async Task A_Function_May_Take_The_Body_Alone(Type function, string queue, string text, string expected)
    {
        var scene = await QueueScene.NewAsync();
        var delivered = new TaskCompletionSource<string>();
        await scene.SendAsync(queue, text);
        await using var sut = await scene.StartAsync([function], body: body =>
        {
            delivered.SetResult(body);
            return Task.CompletedTask;
        });

        Assert.Equal(expected, await delivered.Task.WaitAsync(RuntimeHost.Patience, Cancellation));
    }

    [Fact]
    public async Task A_Missing_Queue_Is_Waited_For()
    {
        var scene = await QueueScene.NewAsync();
        var delivered = new TaskCompletionSource<QueueMessage>();
        await using var sut = await scene.StartAsync([typeof(Orders)], (message, _) =>
        {
            delivered.SetResult(message);
            return Task.CompletedTask;
        });
        await sut.Log.WaitForAsync(9009);

        await scene.SendAsync("orders", "late");

        Assert.Equal("late", (await delivered.Task.WaitAsync(RuntimeHost.Patience, Cancellation)).Body.ToString());
        Assert.DoesNotContain(sut.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_Storage_Fault_Is_Logged_And_The_Pump_Goes_On()
    {
        var scene = await QueueScene.NewAsync();
        var wrongKey = Convert.ToBase64String(new byte[64]);
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            settings: $"AzureWebJobsStorage=DefaultEndpointsProtocol=http;AccountName={scene.Account.AccountName};AccountKey={wrongKey};QueueEndpoint={scene.Account.Uri}");

        await sut.Log.WaitForAsync(9004, times: 3);

        Assert.All(sut.Log.Lines.Where(line => line.EventId == 9004), line =>
        {
            Assert.Equal(LogLevel.Error, line.Level);
            Assert.NotNull(line.Exception);
            Assert.Contains("orders", line.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Each_Delivery_Has_A_Scope_Of_Its_Own_That_Ends_With_It()
    {
        var scene = await QueueScene.NewAsync();
        await scene.SendAsync("orders", "one");
        await scene.SendAsync("orders", "two");
        await using var sut = await scene.StartAsync(
            [typeof(Orders)],
            configure: services =>
            {
                services.AddSingleton<ScopedThings>().AddScoped<ScopedThing>();
                services.AddScoped<HandleMessage>(provider =>
                {
                    var thing = provider.GetRequiredService<ScopedThing>();
                    return (_, _) => thing.Disposed.IsCompleted ? throw new ObjectDisposedException("thing") : Task.CompletedTask;
                });
            });
        var things = sut.Services.GetRequiredService<ScopedThings>();
        await things.Second.WaitAsync(RuntimeHost.Patience, Cancellation);

        await Task.WhenAll(things.All.Select(thing => thing.Disposed)).WaitAsync(RuntimeHost.Patience, Cancellation);

        await sut.StopAsync();
        Assert.Equal((2, 0), (things.All.Count, sut.Log.Lines.Count(line => line.Level >= LogLevel.Warning)));
    }
}
