using System.Collections.Concurrent;
using System.Text;
using CsCheck;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>What holds for webhooks with random changes.</summary>
public sealed class WebhookReaderPropertyTests
{
    private static readonly Gen<byte[]> Samples = Gen.OneOf(
    [
        .. new[] { Webhooks.Vector, Webhooks.Press, Webhooks.Text, Webhooks.Receipt, Webhooks.ReceiptOf("Failed", "user.unreachable"), Webhooks.Typing, Webhooks.Presence, Webhooks.TwoPresses }.Select(Encoding.UTF8.GetBytes),
    ]);

    [Fact]
    public void Read_MutatedWebhook_RefusesItOrReturnsAMessageWithIdAndType()
    {
        var outcomes = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        Mutations.Create(Samples).Sample(
            body =>
            {
                var problem = WebhookReader.Read(body, out var message);
                if (problem is not null)
                {
                    Assert.Null(message);
                    Assert.Equal(ErrorCodes.WebhookUnreadable, problem.Code);
                }
                else
                {
                    Assert.NotEmpty(message!.Id);
                    Assert.NotEmpty(message.Type);
                    Assert.NotEmpty(message.EventId);
                }

                outcomes[problem is null ? message!.Kind.ToString() : "refused"] = true;
            },
            iter: 3_000,
            print: Convert.ToBase64String);

        Assert.Equal(["Message", "Other", "Presence", "Press", "Receipt", "Text", "Typing", "refused"], outcomes.Keys.Order(StringComparer.Ordinal));
    }
}
