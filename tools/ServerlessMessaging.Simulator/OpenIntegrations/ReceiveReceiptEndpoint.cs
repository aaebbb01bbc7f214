using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.OpenIntegrations;

/// <summary>POST /api/v2/conversations/messages/{integrationId}/inbound/open/receipt: the channel reports that a message was delivered or failed.</summary>
internal sealed class ReceiveReceiptEndpoint(IReadOnlyList<IConversations> sources)
{
    private static readonly JsonElement UnknownMessage =
        JsonElement.Parse("""[{"code":"UnknownMessage","message":"The customer has no outbound message of this id"}]""");

    public Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        if (!DevelopmentRecipients.IntegrationId.Equals((string)context.Request.RouteValues["integrationId"]!, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusalException(StatusCodes.Status404NotFound, "Integration not found");
        }

        var receipt = InboundReceipt.Read(StrictJson.Parse(context.Exchange().Body));

        // The status of the response is 200 also where the receipt in it says that this one was of no use.
        return JsonResponse.WriteAsync(context, IsKnown(receipt) ? ToResponse(receipt) : ToResponse(receipt with { Status = "Failed", Reasons = UnknownMessage }));
    }

    private bool IsKnown(InboundReceipt receipt) => Guid.TryParse(receipt.Id, out var id) && sources
        .SelectMany(source => source.All)
        .Any(one => one.Contact.CustomerId == receipt.CustomerId && one.Find(id) is { Direction: MessageDirection.Outbound });

    private static Dictionary<string, object?> ToResponse(InboundReceipt receipt)
    {
        var response = new Dictionary<string, object?>
        {
            ["id"] = receipt.Id,
            ["channel"] = new
            {
                Id = DevelopmentRecipients.IntegrationId,
                Platform = "Open",
                Type = "Private",
                MessageId = receipt.Id,
                receipt.To,
                From = MessageParty.Integration,
                receipt.Time,
            },
            ["type"] = "Receipt",
            ["status"] = receipt.Status,
            ["isFinalReceipt"] = receipt.IsFinal ?? true,
            ["direction"] = MessageDirection.Outbound,
        };
        if (receipt.Reasons is { } reasons)
        {
            response["reasons"] = reasons;
        }

        return response;
    }
}
