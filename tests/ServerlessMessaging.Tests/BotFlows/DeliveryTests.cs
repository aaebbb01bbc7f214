using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Deliveries of events to a bot flow.</summary>
public sealed class DeliveryTests : IDisposable
{
    private readonly ProductFixture _product = new(ProductFixture.FlowAt("default"));

    [Fact]
    public async Task DeliverAsync_FlowAccepts_PostsTheSignedEventOnce()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        var call = Assert.Single(_product.Flow.Received);
        Assert.Equal((new Uri("https://flow.example/hook"), "application/cloudevents+json"), (call.Url, call.ContentType));
        Assert.Equal(("serverlessmessaging.text.v1", "private words"), (call.Event.Type, call.Event["text"]));
        Assert.Equal((call.Event.Id, _product.Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)), (call.Headers["webhook-id"], call.Headers["webhook-timestamp"]));
        Assert.Equal(Signature(call, ProductFixture.FlowSecret), call.Headers["webhook-signature"]);
        Assert.Empty(_product.Callbacks());
        Assert.Equal((DeliveryState.Completed, 1), ((await _product.DeliveryAsync()).State, (await _product.DeliveryAsync()).Attempt));
        Assert.Contains(EventIds.CallbackDelivered, _product.Log.EventIds);
    }

    [Fact]
    public async Task DeliverAsync_FlowUnavailable_RetriesByTheSchedule()
    {
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        var waited = new List<double>();
        while (waited.Sum() < 3600)
        {
            waited.Add(await _product.DeliverWhenDueAsync());
        }

        Assert.Equal([5, 30, 120, 600, 3600], waited);
        _product.Flow.Now(HttpStatusCode.OK);
        Assert.Equal(21600, await _product.DeliverWhenDueAsync());

        Assert.Empty(_product.Callbacks());
        Assert.Equal(7, _product.Flow.Received.Count);
        Assert.Single(_product.Flow.Received.Select(call => call.Headers["webhook-id"]).Distinct());
        Assert.Distinct(_product.Flow.Received.Select(call => call.Headers["webhook-timestamp"]));
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverAsync_LastAttemptFails_DeadLetters()
    {
        _product.Flow.Now(HttpStatusCode.BadRequest);
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        for (var attempt = 2; attempt <= 7; attempt++)
        {
            Assert.Equal((attempt, "default"), (_product.Callbacks()[0].Callback.Attempt, _product.Callbacks()[0].Callback.Flow));
            await _product.DeliverWhenDueAsync();
        }

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("callbacks", "SM4102", 7), (deadLetter.Queue, deadLetter.Code, deadLetter.Attempts));
        Assert.Equal(DeliveryState.DeadLettered, (await _product.DeliveryAsync()).State);
        Assert.Contains("status 400", deadLetter.Reason, StringComparison.Ordinal);
        Assert.Equal(Webhooks.Text, _product.Blobs.Content(ContainerNames.DeadLetters, Assert.Single(_product.Blobs.Names(ContainerNames.DeadLetters))));
        Assert.Empty(_product.Callbacks());
    }

    [Theory]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.PermanentRedirect)]
    [InlineData(HttpStatusCode.NotModified)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task DeliverAsync_StatusOtherThan2xx_Retries(HttpStatusCode status)
    {
        _product.Flow.Now(status);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal((2, 5.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        Assert.Equal((DeliveryState.Waiting, 2), ((await _product.DeliveryAsync()).State, (await _product.DeliveryAsync()).Attempt));
    }

    [Fact]
    public async Task DeliverAsync_StatusGone_DeadLettersAtOnce()
    {
        _product.Flow.Now(HttpStatusCode.Gone);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal("SM4103", Assert.Single(await _product.DeadLettersAsync()).Code);
        Assert.Empty(_product.Callbacks());
    }

    [Fact]
    public async Task DeliverAsync_NoFlow_DeadLetters()
    {
        using var product = new ProductFixture();

        await product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal("SM4101", Assert.Single(await product.DeadLettersAsync()).Code);
        Assert.Equal(DeliveryState.DeadLettered, (await product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task DeliverAsync_FlowHangs_TimesOutAfterTenSeconds()
    {
        _product.Flow.Now(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        });
        var delivering = _product.ReceiveAndDeliverAsync(Webhooks.Text);

        _product.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(delivering.IsCompleted);
        _product.Time.Advance(TimeSpan.FromTicks(1));
        await delivering;

        Assert.Equal(2, Assert.Single(_product.Callbacks()).Callback.Attempt);
        Assert.Contains("no response in time", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliverAsync_ConnectionFails_Retries()
    {
        _product.Flow.Now(ScriptedGenesys.LoseResponse);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Contains("ResponseEnded", _product.Log.Text, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(_product.Callbacks()).Callback.Attempt);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("empty")]
    [InlineData("wrong")]
    public async Task DeliverAsync_SigningSecretUnusable_RequeuesTheSameAttempt(string fault)
    {
        _product.Vault.Remove("flow-secret");
        if (fault != "absent")
        {
            _product.Vault.Set("flow-secret", fault == "empty" ? string.Empty : "no whsec_");
        }

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        for (var time = 0; time < 20; time++)
        {
            Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
            await _product.DeliverWhenDueAsync();
        }

        Assert.Empty(_product.Flow.Received);
        _product.Vault.Set("flow-secret", ProductFixture.FlowSecret);
        _product.Time.Advance(TimeSpan.FromMinutes(5));
        await _product.DeliverCallbackAsync();
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task DeliverAsync_SecretRotated_SignsWithBothSecrets()
    {
        const string NewSecret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        _product.Vault.Set("flow-secret", NewSecret);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        var call = Assert.Single(_product.Flow.Received);
        Assert.Equal($"{Signature(call, NewSecret)} {Signature(call, ProductFixture.FlowSecret)}", call.Headers["webhook-signature"]);
        Assert.DoesNotContain("whsec_", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeliverAsync_AllowPrivateAddress_UsesTheClientForPrivateAddresses()
    {
        using var product = new ProductFixture([.. ProductFixture.FlowAt("default", "https://10.0.0.1/hook"), ("BotFlows:default:AllowPrivateAddress", "true")]);

        await product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Single(product.PrivateFlow.Received);
        Assert.Empty(product.Flow.Received);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Base64")]
    public async Task DeliverAsync_FlowWithQueue_GetsTheSameJson(string encoding)
    {
        using var product = new ProductFixture(("BotFlows:default:Queue", "events"), ("BotFlows:default:QueueEncoding", encoding));
        await product.ReceiveAndDeliverAsync(Webhooks.Vector.Replace("2026-01-02", "2026-11-22", StringComparison.Ordinal));
        await _product.ReceiveAndDeliverAsync(Webhooks.Vector.Replace("2026-01-02", "2026-11-22", StringComparison.Ordinal));

        var put = Assert.Single(product.Queues.On("events"));
        var text = encoding == "Base64" ? Encoding.UTF8.GetString(Convert.FromBase64String(put.Text)) : put.Text;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Assert.Single(_product.Flow.Received).Text), JsonNode.Parse(text)));
        Assert.True(Ascii.IsValid(put.Text));
        Assert.Equal((0.0, TimeSpan.FromSeconds(-1)), (put.Seconds, put.TimeToLive));
        Assert.Equal(DeliveryState.Completed, (await product.DeliveryAsync()).State);
    }

    [Theory]
    [InlineData("None", 55_000, true)]
    [InlineData("None", 61_000, false)]
    [InlineData("Base64", 40_000, true)]
    [InlineData("Base64", 46_000, false)]
    public async Task DeliverAsync_EventTooLargeForTheQueue_DeadLetters(string encoding, int length, bool fits)
    {
        using var product = new ProductFixture(("BotFlows:default:Queue", "events"), ("BotFlows:default:QueueEncoding", encoding));

        await product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Text, root => root["text"] = new string('x', length)));

        Assert.Equal(fits ? 1 : 0, product.Queues.On("events").Count);
        Assert.Equal(fits ? [] : ["SM4104"], (await product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
    }

    public void Dispose() => _product.Dispose();

    private static string Signature(FlowCall call, string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{call.Headers["webhook-id"]}.{call.Headers["webhook-timestamp"]}."), .. call.Body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed))}";
    }
}
