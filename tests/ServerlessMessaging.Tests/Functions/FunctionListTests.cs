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
                "GetMessage: GET /api/messages/{id} (Function)",
                "Health: GET /api/health (Anonymous)",
                "HealthDetails: GET /api/health/details (Function)",
                "PreviewMessage: POST /api/messages/preview (Function)",
                "SendMessage: POST /api/messages (Function)",
            ],
            functions);
    }
}
