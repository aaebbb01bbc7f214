using System.Text.Json;
using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>POST /api/v2/messaging/messaging/events: one item in the response for every event, in their order; an invalid event affects no other.</summary>
internal sealed class SendEventsEndpoint(EventDelivery delivery, FaultList faults)
{
    private const int MaxEvents = 50;

    public Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        var events = Events(StrictJson.Parse(context.Exchange().Body));
        var responses = new List<object>(events.Count);
        foreach (var (index, item) in events.Index())
        {
            var path = JsonPath.Item("", index);
            if (faults.Take(context.Request.Method, context.Target(), index) is { } fault)
            {
                responses.AddRange(ApplyFault(context, item, path, fault));
            }
            else
            {
                responses.Add(delivery.Send(context, item, path));
            }
        }

        return JsonResponse.WriteAsync(context, responses);
    }

    private static IReadOnlyList<JsonElement> Events(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            throw RefusalException.BadRequest("The request body must be a list of events");
        }

        return body.GetArrayLength() switch
        {
            0 => throw RefusalException.BadRequest("The list of events must not be empty"),
            > MaxEvents => throw RefusalException.BadRequest($"A request takes at most {MaxEvents} events"),
            _ => [.. body.EnumerateArray()],
        };
    }

    /// <summary>The body of the fault replaces the item of the event; without a body, the item is left out.</summary>
    private IEnumerable<object> ApplyFault(HttpContext context, JsonElement item, string path, Fault fault)
    {
        if (fault.When == FaultTime.After)
        {
            delivery.Send(context, item, path);
        }

        return fault.Body is { } body ? [JsonElement.Parse(body)] : [];
    }
}
