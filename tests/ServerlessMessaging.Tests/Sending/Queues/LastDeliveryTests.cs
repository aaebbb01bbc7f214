using System.Net;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues.Models;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>A message that fails in its last delivery is dead-lettered by the application, before the host moves it to the poison queue.</summary>
public sealed class LastDeliveryTests : IDisposable
{
    private const int Last = 5;
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public LastDeliveryTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Fact]
    public async Task SendQueued_FailsBeforeTheLastDelivery_Throws()
    {
        _product.Records.Fault = new InvalidOperationException("bug");

        await Assert.ThrowsAsync<InvalidOperationException>(() => _product.EnqueueAsync(Requests.ToUser, Last - 1));

        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task SendQueued_FailsInTheLastDelivery_IsDeadLettered()
    {
        _product.Records.Fault = new InvalidOperationException("bug");

        await _product.EnqueueAsync(Requests.ToUser, Last);

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("messages", "SM4006", 0), (deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal(Requests.ToUser, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
        Assert.Contains(EventIds.LastDeliveryFailed, _product.Log.EventIds);
    }

    [Fact]
    public async Task Replay_DeadLetterOfTheLastDelivery_CannotSendTwice()
    {
        await _product.PostAsync(Requests.ToUser);
        _product.Records.Fault = new InvalidOperationException("bug");
        await _product.EnqueueAsync(Requests.ToUser, Last);
        _product.Records.Fault = null;

        Assert.Equal("r-1", Assert.Single(await _product.DeadLettersAsync()).Id);
        Assert.Equal(ReplayOutcome.AlreadySent, await ReplayAsync());
    }

    [Fact]
    public async Task SendDeferred_FailsInTheLastDelivery_IsDeadLetteredWithItsRequest()
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);
        _product.Records.Fault = new InvalidOperationException("bug");
        await _product.DeliverAsync(Last);
        _product.Records.Fault = null;

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", "messages-deferred", "SM4006"), (deadLetter.Id, deadLetter.Queue, deadLetter.Code));
        Assert.NotEqual(ReplayOutcome.Unusable, await ReplayAsync());
    }

    [Fact]
    public async Task MaxDequeueCount_Changed_IsObeyed()
    {
        using var product = new ProductFixture(("Queues:MaxDequeueCount", "2"));
        product.Records.Fault = new InvalidOperationException("bug");

        await Assert.ThrowsAsync<InvalidOperationException>(() => product.EnqueueAsync(Requests.ToUser, 1));
        await product.EnqueueAsync(Requests.ToUser, 2);

        Assert.Single(await product.DeadLettersAsync());
    }

    [Fact]
    public void MaxDequeueCount_Default_IsThatOfTheHost()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "host.json")));

        Assert.Equal(host.RootElement.GetProperty("extensions").GetProperty("queues").GetProperty("maxDequeueCount").GetInt32(), new ServerlessMessaging.Storage.QueueOptions().MaxDequeueCount);
    }

    [Fact]
    public async Task SendDeferred_BlobUnavailableInTheLastDelivery_IsRequeued()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(Requests.Large);
        var text = _product.Copies()[0].Text;
        _product.Blobs.FaultsOf(ContainerNames.Payloads).Refuse();

        await _product.DeliverAsync(Last);

        Assert.Equal((text, 30.0), (Assert.Single(_product.Copies()).Text, _product.Copies()[0].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task SendQueued_StorageUnavailableInTheLastDelivery_IsLeftToThePoisonQueue()
    {
        _product.Records.Fault = StorageResponses.Busy;
        _product.Queues.Puts.Refuse();

        await Assert.ThrowsAsync<RequestFailedException>(() => _product.EnqueueAsync(Requests.ToUser, Last));

        Assert.Empty(_product.Queues.On(QueueNames.Messages));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task SendQueued_DeadLetterCannotBeWritten_Throws()
    {
        _product.Records.Fault = StorageResponses.Busy;
        _product.Queues.Puts.Refuse();
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await Assert.ThrowsAsync<RequestFailedException>(() => _product.EnqueueAsync(Requests.ToUser, Last));
    }

    [Theory]
    [InlineData(QueueNames.MessagesPoison)]
    [InlineData(QueueNames.MessagesDeferredPoison)]
    [InlineData(QueueNames.CallbacksPoison)]
    public async Task HandlePoison_LastDelivery_PutsTheMessageAnewWithoutRunning(string queue)
    {
        var message = _product.Queues.Message(BinaryData.FromString("private words"), Last);
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await HandlePoisonAsync(queue, message);
        var put = Assert.Single(_product.Queues.On(queue));
        Assert.Equal(("private words", 30.0, -1.0), (put.Text, put.Seconds, put.TimeToLive!.Value.TotalSeconds));
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(0);
        await HandlePoisonAsync(queue, _product.Queues.Next(queue));

        Assert.Single(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.PoisonMessageReturned, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(QueueNames.MessagesPoison)]
    [InlineData(QueueNames.MessagesDeferredPoison)]
    [InlineData(QueueNames.CallbacksPoison)]
    public async Task HandlePoison_FailsBeforeTheLastDelivery_Throws(string queue)
    {
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await Assert.ThrowsAsync<RequestFailedException>(() => HandlePoisonAsync(queue, _product.Queues.Message(BinaryData.FromString("private words"), Last - 1)));

        Assert.Empty(_product.Queues.On(queue));
    }

    [Fact]
    public async Task HandlePoison_LastDelivery_KeepsTheTextUnchanged()
    {
        var text = Requests.ToUser.Replace("private words", "Grüße 👍", StringComparison.Ordinal);

        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(text), Last));
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Next(QueueNames.MessagesPoison));

        Assert.Equal(text, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
    }

    public void Dispose() => _product.Dispose();

    private Task HandlePoisonAsync(string queue, QueueMessage message) => queue switch
    {
        QueueNames.MessagesPoison => _product.Get<QueuedMessages>().HandlePoisonAsync(message),
        QueueNames.MessagesDeferredPoison => _product.Get<DeferredMessages>().HandlePoisonAsync(message),
        _ => _product.Get<CallbackHandler>().HandlePoisonAsync(message),
    };

    private async Task<ReplayOutcome> ReplayAsync()
    {
        DeadLetterQuery.Read([KeyValuePair.Create("code", "SM4006")], out var query);
        var (actions, _) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        return Assert.Single(actions!.Items).Outcome;
    }
}
