using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>Messages that the host moved to a poison queue.</summary>
public sealed class PoisonedMessagesTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(Requests.ToUser, "r-1", 0)]
    [InlineData("""{"specversion":"1.0","source":"/shop","id":"e-1","data":{}}""", null, 0)]
    [InlineData("""{"id":"r-1","words":1}""", "r-1", 0)]
    // An earlier queue message with this id may have been sent.
    [InlineData("""{"id":"r 1","to":{},"message":{"type":"text"}}""", "queue-message-1", 1)]
    [InlineData("private words", "queue-message-1", 1)]
    public async Task HandlePoison_PublicMessage_IsDeadLettered(string text, string? id, int attempts)
    {
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(text)));

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal((id ?? $"event-{DerivedName.Compute(NameKind.CloudEvent, "/shop", "e-1")}", "messages", "SM4006", attempts), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal(text, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
        Assert.DoesNotContain("private", deadLetter.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandlePoison_Base64Message_IsDeadLetteredDecoded()
    {
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Convert.ToBase64String(BinaryData.FromString(Requests.ToUser).ToMemory().Span))));

        Assert.Equal("r-1", Assert.Single(await _product.DeadLettersAsync()).Id);
        Assert.Equal(Requests.ToUser, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
    }

    [Fact]
    public async Task HandlePoison_SecondDelivery_WritesNoSecondDeadLetter()
    {
        var message = _product.Queues.Message(BinaryData.FromString(Requests.ToUser));
        await _product.Get<QueuedMessages>().HandlePoisonAsync(message);
        _product.Time.Advance(TimeSpan.FromMinutes(1));

        await _product.Get<QueuedMessages>().HandlePoisonAsync(message);

        Assert.Single(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task HandlePoison_Copy_FailsItsRequest()
    {
        await DeferAsync(Requests.ToUser);

        await HandlePoisonAsync();

        await ExpectFailedAsync();
    }

    [Fact]
    public async Task HandlePoison_LargeCopy_FailsItsRequestAndKeepsItsBody()
    {
        await DeferAsync(Requests.Large);

        await HandlePoisonAsync();

        await ExpectFailedAsync();
        Assert.True(_product.Blobs.Content(ContainerNames.DeadLetters, _product.Blobs.Names(ContainerNames.DeadLetters)[0]).Length > QueueWriter.MaximumBytes);
    }

    [Theory]
    [InlineData(MessageState.Sent, 2)]
    [InlineData(MessageState.Cancelled, 2)]
    [InlineData(MessageState.Deferred, 3)]
    public async Task HandlePoison_CopyOfAFinishedRequest_IsDropped(MessageState state, int attempt)
    {
        await DeferAsync(Requests.ToUser);
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state, Attempt = attempt });

        await HandlePoisonAsync();

        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Equal(state, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task HandlePoison_OwnerStoppedInTheSend_IsDeadLetteredAsUnknown()
    {
        await DeferAsync(Requests.ToUser);
        _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromMinutes(10));

        await HandlePoisonAsync();

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal("SM2204", deadLetter.Code);
        Assert.Contains("SM4006", deadLetter.Reason, StringComparison.Ordinal);
        Assert.Equal(MessageState.Unknown, (await _product.Get<ServerlessMessaging.Sending.MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task HandlePoison_PublicMessageWhoseOwnerStoppedInTheSend_IsDeadLetteredAsUnknown()
    {
        await SendPublicAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromMinutes(10));

        await HandlePublicPoisonAsync();

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("messages", "SM2204"), (deadLetter.Queue, deadLetter.Code));
        Assert.Contains("SM4006", deadLetter.Reason, StringComparison.Ordinal);
        Assert.Equal(MessageState.Unknown, (await _product.Get<ServerlessMessaging.Sending.MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Theory]
    [InlineData(MessageState.Sent)]
    [InlineData(MessageState.Cancelled)]
    [InlineData(MessageState.Unknown)]
    [InlineData(MessageState.Deferred)]
    public async Task HandlePoison_PublicMessageOfAFinishedOrDeferredRequest_IsDropped(MessageState state)
    {
        await SendPublicAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state });

        await HandlePublicPoisonAsync();

        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Equal(state, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task HandlePoison_PublicMessageWithTheIdOfAnotherRequest_IsDeadLettered()
    {
        await SendPublicAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sent, Fingerprint = "of another request" });

        await HandlePublicPoisonAsync();

        Assert.Equal("SM4006", Assert.Single(await _product.DeadLettersAsync()).Code);
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task HandlePoison_NotAnEnvelope_IsDeadLettered()
    {
        await _product.Get<DeferredMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Requests.ToUser)));

        Assert.Equal(["queue-message-1 messages-deferred SM4005"], (await _product.DeadLettersAsync()).Select(deadLetter => $"{deadLetter.Id} {deadLetter.Queue} {deadLetter.Code}"));
    }

    public void Dispose() => _product.Dispose();

    private Task SendPublicAsync() => _product.Get<QueuedMessages>().HandleAsync(_product.Queues.Message(BinaryData.FromString(Requests.ToUser)));

    private Task HandlePublicPoisonAsync() => _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Requests.ToUser)));

    private async Task DeferAsync(string body)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.PostAsync(body);
    }

    private Task HandlePoisonAsync() => _product.Get<DeferredMessages>().HandlePoisonAsync(_product.Queues.Next(QueueNames.MessagesDeferred));

    private async Task ExpectFailedAsync()
    {
        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", "messages-deferred", "SM4006", 2), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal((MessageState.Failed, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.DueAt));
    }
}
