using System.Net;
using Azure;
using Azure.Storage.Queues.Models;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>How a queued request is settled, by the response of Genesys.</summary>
public sealed class QueuedSettlementTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task SendQueued_GenesysUnavailable_DefersTheNextAttempt(int status)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, "{}", ("Retry-After", "42"));

        await _product.EnqueueAsync(Requests.ToUser);

        ExpectDeferred(attempt: 2, 42, 47);
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task SendDeferred_FailsAgain_DoublesTheDelay()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadGateway);
        await _product.EnqueueAsync(Requests.ToUser);

        foreach (var (attempt, seconds, jitter) in new[] { (2, 5, 1), (3, 10, 2), (4, 20, 4), (5, 40, 5), (6, 60, 5), (7, 60, 5) })
        {
            ExpectDeferred(attempt, seconds, seconds + jitter + 1);
            await _product.DeliverAsync();
        }

        Assert.Equal(7, _product.Records.Record("r-1")!.UnknownOutcomes);
        Assert.Equal([3, 4, 5, 6, 7], _product.Records.Record("r-1")!.Failures!.Select(failure => failure.Attempt));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task SendQueued_AccessRefused_DefersAtLeast30Seconds(int status)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status);

        await _product.EnqueueAsync(Requests.ToUser);

        ExpectDeferred(attempt: 2, 30, 35);
    }

    [Fact]
    public async Task SendQueued_ClientRefused_DefersAtLeast30Seconds()
    {
        _product.Genesys.Remove(ProductFixture.TokenPath).On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized);

        await _product.EnqueueAsync(Requests.ToUser);

        ExpectDeferred(attempt: 2, 30, 35);
    }

    [Fact]
    public async Task SendQueued_SecretUnavailable_DefersAtLeast30Seconds()
    {
        _product.Vault.Fault = new RequestFailedException(503, "down");

        await _product.EnqueueAsync(Requests.ToUser);

        ExpectDeferred(attempt: 2, 30, 35);
    }

    [Theory]
    [InlineData(400, "SM2007")]
    [InlineData(404, "SM2004")]
    [InlineData(413, "SM2005")]
    public async Task SendQueued_GenesysRefuses_FailsAndIsDeadLettered(int status, string code)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, """{"message":"about private words"}""");

        await _product.EnqueueAsync(Requests.ToUser);

        await ExpectDeadLetterAsync(MessageState.Failed, code, attempts: 1);
        Assert.DoesNotContain("private", Assert.Single(await _product.DeadLettersAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendQueued_NoUserWithTheEmail_FailsAndIsDeadLettered()
    {
        _product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[]}""");

        await _product.EnqueueAsync(Requests.ToEmail);

        await ExpectDeadLetterAsync(MessageState.Failed, "SM2001", attempts: 1);
    }

    [Fact]
    public async Task SendDeferred_GenesysRefuses_IsDeadLetteredWithAttemptAndQueue()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await _product.EnqueueAsync(Requests.ToUser);

        await _product.DeliverAsync();

        await ExpectDeadLetterAsync(MessageState.Failed, "SM2007", attempts: 2, queue: "messages-deferred");
    }

    [Fact]
    public async Task SendQueued_DeadLetterFails_IsWrittenByTheNextDelivery()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(times: 1);

        await _product.EnqueueAsync(Requests.ToUser);
        await _product.DeliverAsync();

        await ExpectDeadLetterAsync(MessageState.Failed, "SM2007", attempts: 2, queue: "messages-deferred");
    }

    [Fact]
    public async Task SendQueued_UnknownOutcomeUnderPark_IsParkedAndDeadLettered()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);

        await product.EnqueueAsync(Requests.ToUser);

        Assert.Equal((MessageState.Unknown, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(["SM2204"], (await product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Empty(product.Copies());
    }

    [Fact]
    public async Task SendQueued_UnknownOutcomeUnderPark_WritesTheDeadLetterFirst()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);
        product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();

        await product.EnqueueAsync(Requests.ToUser);

        Assert.Equal(MessageState.Sending, product.Records.Record("r-1")!.State);
        Assert.Single(product.Copies());
    }

    [Fact]
    public async Task SendQueued_DelayBeyondExpiry_FailsAndIsDeadLettered()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);

        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T12:00:05Z\""));

        await ExpectDeadLetterAsync(MessageState.Failed, "SM3008", attempts: 1);
        Assert.Contains("SM2202", Assert.Single(await _product.DeadLettersAsync()).Reason, StringComparison.Ordinal);
        Assert.Contains(EventIds.RequestExpired, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendDeferred_AfterExpiry_IsNotSent()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T12:01:00Z\""));
        _product.Time.Advance(TimeSpan.FromMinutes(1));

        await _product.DeliverAsync();

        await ExpectDeadLetterAsync(MessageState.Failed, "SM3008", attempts: 2, queue: "messages-deferred");
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task SendDeferred_FiveUnexpectedExceptionsInARow_IsDeadLettered()
    {
        // The look-up has no scripted response and throws an unexpected exception.
        await _product.EnqueueAsync(Requests.ToEmail);
        for (var attempt = 2; attempt <= 5; attempt++)
        {
            ExpectDeferred(attempt, 30, 66);
            await _product.DeliverAsync();
        }

        ExpectDeferred(attempt: 6, 60, 66);
        await _product.DeliverAsync();

        await ExpectDeadLetterAsync(MessageState.Failed, "SM4002", attempts: 6, queue: "messages-deferred");
    }

    [Fact]
    public async Task SendDeferred_OtherFailureBetween_RestartsTheCount()
    {
        await _product.EnqueueAsync(Requests.ToEmail);
        await _product.DeliverAsync();
        _product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.InternalServerError);
        await _product.DeliverAsync();
        _product.Genesys.Remove(ProductFixture.UsersPath);
        for (var attempt = 4; attempt <= 8; attempt++)
        {
            ExpectDeferred(attempt, 30, 66, minimum: 20);
            await _product.DeliverAsync();
        }

        Assert.Empty(await _product.DeadLettersAsync());
        await _product.DeliverAsync();
        Assert.Equal(["SM4002"], (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
    }

    [Fact]
    public async Task SendQueued_QueueUnavailable_ThrowsAndIsSentByTheNextDelivery()
    {
        var message = _product.Queues.Message(BinaryData.FromString(Requests.ToUser));

        await ExpectThrownAndSentAgainAsync(message, _product.Get<QueuedMessages>().HandleAsync, MessageState.Failed);
    }

    [Fact]
    public async Task SendDeferred_QueueUnavailable_ThrowsAndIsSentByTheNextDelivery()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.EnqueueAsync(Requests.ToUser);
        _product.Genesys.Remove(ProductFixture.ChannelPath);

        await ExpectThrownAndSentAgainAsync(_product.Queues.Next(QueueNames.MessagesDeferred), _product.Get<DeferredMessages>().HandleAsync, MessageState.Deferred);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 2)]
    public async Task SendQueued_QueueFailsOnce_IsRequeuedUnchanged(bool isCopy, int? attempt)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        if (isCopy)
        {
            await _product.EnqueueAsync(Requests.ToUser);
        }

        _product.Queues.Puts.Refuse(times: 1);
        await (isCopy ? _product.DeliverAsync() : _product.EnqueueAsync(Requests.ToUser));

        Assert.Equal((attempt, 30.0), (Assert.Single(_product.Copies()).Envelope.Attempt, _product.Copies()[0].Seconds));
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.DeliverAsync();
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    public void Dispose() => _product.Dispose();

    private async Task ExpectThrownAndSentAgainAsync(QueueMessage message, Func<QueueMessage, Task> send, MessageState stateAfterThrow)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Queues.Puts.Refuse();
        await Assert.ThrowsAsync<RequestFailedException>(() => send(message));
        Assert.Equal((stateAfterThrow, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease));
        Assert.Contains(EventIds.QueueUnavailable, _product.Log.EventIds);
        _product.Queues.Puts.Refuse(0);

        await send(message);

        Assert.Equal((MessageState.Sent, "m-1"), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.MessageId));
        Assert.Empty(_product.Copies());
        Assert.Empty(await _product.DeadLettersAsync());
    }

    private void ExpectDeferred(int attempt, double atLeast, double atMost, double? minimum = null)
    {
        var record = _product.Records.Record("r-1")!;
        var copy = Assert.Single(_product.Copies());
        Assert.Equal((MessageState.Deferred, attempt, attempt), (record.State, record.Attempt, copy.Envelope.Attempt));
        Assert.InRange(copy.Seconds, minimum ?? atLeast, atMost);
    }

    private async Task ExpectDeadLetterAsync(MessageState state, string code, int attempts, string queue = "messages")
    {
        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", queue, code, attempts), (deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal((state, null, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease, _product.Records.Record("r-1")!.DueAt));
        Assert.Contains("private words", _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))), StringComparison.Ordinal);
        Assert.Empty(_product.Copies());
    }
}
