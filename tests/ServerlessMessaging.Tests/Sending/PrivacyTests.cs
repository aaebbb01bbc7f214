using System.Net;
using System.Text.Json;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>Records and dead letters hold no address and no text of a message.</summary>
public sealed class PrivacyTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(202, MessageState.Sent)]
    [InlineData(400, MessageState.Failed)]
    [InlineData(500, MessageState.Deferred)]
    public async Task Send_AnyOutcome_RecordHoldsNoAddressAndNoText(int status, MessageState state)
    {
        _product.Genesys
            .On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
            .On(ProductFixture.ChannelPath, (HttpStatusCode)status, """{"id":"m-1","message":"about the private words of someone@example.com"}""");
        await _product.PostAsync(Requests.ToEmail);

        var record = _product.Records.Record("r-1")!;
        var json = string.Concat(TableNames.All.SelectMany(_product.Tables.Rows).Select(row => row.ToJsonString()));

        Assert.Equal((state, state == MessageState.Sent ? "user:u-1" : null), (record.State, record.To?.ChannelId));
        Assert.DoesNotContain("someone", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("email", json, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("private words", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendQueued_RefusedByGenesys_DeadLetterHoldsNoAddressAndNoText()
    {
        _product.Genesys
            .On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
            .On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest, """{"message":"about the private words of someone@example.com"}""");

        await _product.EnqueueAsync(Requests.ToEmail);

        var deadLetter = JsonSerializer.Serialize(Assert.Single(await _product.DeadLettersAsync()), DeadLettersJson.Default.DeadLetter);
        Assert.DoesNotContain("someone", deadLetter, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("private words", deadLetter, StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();
}
