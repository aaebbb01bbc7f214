using System.Text.Json;
using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>POST /api/v2/messaging/messaging/events: one answer for every event, in their order; a bad event spoils only itself.</summary>
internal sealed class SendEventsEndpoint(EventDelivery delivery, FaultList faults)
{
    private const int MostEvents = 50;

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
                responses.AddRange(Struck(context, item, path, fault));
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
            > MostEvents => throw RefusalException.BadRequest($"A request takes at most {MostEvents} events"),
            _ => [.. body.EnumerateArray()],
        };
    }

    /// <summary>The fault's body stands for the event's answer; without one, the list lacks it.</summary>
    private IEnumerable<object> Struck(HttpContext context, JsonElement item, string path, Fault fault)
    {
        if (fault.When == FaultTime.After)
        {
            delivery.Send(context, item, path);
        }

        return fault.Body is { } body ? [JsonElement.Parse(body)] : [];
    }
}
