using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using ServerlessMessaging.Functions;

namespace ServerlessMessaging.Tests.Functions;

public sealed class FunctionListTests
{
    [Fact]
    public async Task GetFunctionMetadata_FunctionApp_NamesEveryTriggerRouteAndLevel()
    {
        var functions = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync(string.Empty);

        Assert.Equal(
            [
                "CancelMessage: DELETE /api/messages/{id} (Function)",
                "DeliverCallback: queue callbacks",
                "GetMessage: GET /api/messages/{id} (Function)",
                "HandlePoisonedCallbacks: queue callbacks-poison",
                "HandlePoisonedDeferredMessages: queue messages-deferred-poison",
                "HandlePoisonedMessages: queue messages-poison",
                "Health: GET /api/health (Anonymous)",
                "HealthDetails: GET /api/operator/health (Function)",
                "ListDeadLetters: GET /api/operator/dead-letters (Function)",
                "ListMessages: GET /api/operator/messages (Function)",
                "MeasureQueues: timer 0 */5 * * * *",
                "PreviewMessage: POST /api/messages/preview (Function)",
                "PurgeDeadLetters: DELETE /api/operator/dead-letters (Function)",
                "PurgeExpiredRecords: timer 0 17 3 * * *",
                "ReceiveWebhook: POST /api/webhooks/genesys (Anonymous)",
                "ReplayDeadLetters: POST /api/operator/dead-letters/replay (Function)",
                "SendDeferredMessage: queue messages-deferred",
                "SendMessage: POST /api/messages (Function)",
                "SendMessageBatch: POST /api/messages/batch (Function)",
                "SendQueuedMessage: queue messages",
            ],
            functions.Select(Describe).Order(StringComparer.Ordinal));
    }

    private static string Describe(IFunctionMetadata function)
    {
        using var trigger = JsonDocument.Parse(function.RawBindings![0]);
        var binding = trigger.RootElement;
        return binding.GetProperty("type").GetString() switch
        {
            "queueTrigger" => $"{function.Name}: queue {binding.GetProperty("queueName").GetString()}",
            "timerTrigger" => $"{function.Name}: timer {binding.GetProperty("schedule").GetString()}",
            _ => $"{function.Name}: {binding.GetProperty("methods")[0].GetString()!.ToUpperInvariant()} /api/{binding.GetProperty("route").GetString()} ({binding.GetProperty("authLevel").GetString()})",
        };
    }
}
