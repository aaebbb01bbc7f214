using System.Net;
using System.Text.Json;
using Azure;
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
    public async Task MaximumDeliveries_Setting_IsObeyed()
    {
        using var product = new ProductFixture(("Queues:MaxDequeueCount", "2"));
        product.Records.Fault = new InvalidOperationException("bug");

        await Assert.ThrowsAsync<InvalidOperationException>(() => product.EnqueueAsync(Requests.ToUser, 1));
        await product.EnqueueAsync(Requests.ToUser, 2);

        Assert.Single(await product.DeadLettersAsync());
    }

    [Fact]
    public void MaximumDeliveries_Default_IsThatOfTheHost()
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
    public async Task SendQueued_StorageUnavailableInTheLastDelivery_PutsNothingOnThePublicQueue()
    {
        _product.Records.Fault = StorageResponses.Busy;
        _product.Queues.Puts.Refuse();

        await _product.EnqueueAsync(Requests.ToUser, Last);
        _product.Queues.Puts.Refuse(0);

        Assert.Equal(["SM4006"], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Empty(_product.Queues.On(QueueNames.Messages));
    }

    [Fact]
    public async Task SendQueued_DeadLetterCannotBeWritten_Throws()
    {
        _product.Records.Fault = StorageResponses.Busy;
        _product.Queues.Puts.Refuse();
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await Assert.ThrowsAsync<RequestFailedException>(() => _product.EnqueueAsync(Requests.ToUser, Last));
    }

    [Fact]
    public async Task HandlePoison_StorageUnavailable_IsRequeuedUnchanged()
    {
        var text = Requests.ToUser.Replace("private words", "Grüße 👍", StringComparison.Ordinal);
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(text), Last));
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(0);
        Assert.Equal(30, Assert.Single(_product.Queues.On(QueueNames.MessagesPoison)).Seconds);
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Next(QueueNames.MessagesPoison));

        Assert.Equal(text, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
    }

    public void Dispose() => _product.Dispose();

    private async Task<ReplayOutcome> ReplayAsync()
    {
        DeadLetterQuery.Read([KeyValuePair.Create("code", "SM4006")], out var query);
        var (actions, _) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        return Assert.Single(actions!.Items).Outcome;
    }
}
