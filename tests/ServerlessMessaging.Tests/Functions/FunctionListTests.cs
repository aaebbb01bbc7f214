using ServerlessMessaging.Functions;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.Functions;

public sealed class FunctionListTests
{
    [Fact]
    public void Every_function_has_its_trigger_route_and_level()
    {
        var functions = FunctionCatalog.From(typeof(FunctionsSetup).Assembly).Functions.Select(function => function.ToString()).Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "CancelMessage: DELETE /api/messages/{id} (Function)",
                "CollectPoisonedCallbacks: queue callbacks-poison",
                "CollectPoisonedLaterMessages: queue messages-later-poison",
                "CollectPoisonedMessages: queue messages-poison",
                "DeliverCallback: queue callbacks",
                "GetMessage: GET /api/messages/{id} (Function)",
                "Health: GET /api/health (Anonymous)",
                "HealthDetails: GET /api/health/details (Function)",
                "ListDeadLetters: GET /api/dead-letters (Function)",
                "PreviewMessage: POST /api/messages/preview (Function)",
                "PurgeDeadLetters: DELETE /api/dead-letters (Function)",
                "ReceiveWebhook: POST /api/webhooks/genesys (Anonymous)",
                "ReplayDeadLetters: POST /api/dead-letters/replay (Function)",
                "SendLaterMessage: queue messages-later",
                "SendMessage: POST /api/messages (Function)",
                "SendMessageBatch: POST /api/messages/batch (Function)",
                "SendQueuedMessage: queue messages",
            ],
            functions);
    }
}
