using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>PUT /simulator/settings: changes what is given and answers with all settings.</summary>
internal sealed class SettingsEndpoint(SimulatorSettings settings)
{
    private const int Day = 86_400;

    private const double ShortestWindow = 0.001;

    public Task HandleAsync(HttpContext context)
    {
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var ignoreEmailParameter = body.OptionalFlag("ignoreEmailParameter");
        var rateLimitAllowed = body.OptionalInteger("rateLimitAllowed", 1, int.MaxValue);
        var rateLimitWindow = body.OptionalNumber("rateLimitWindow", ShortestWindow, Day);
        body.RefuseOthers();

        settings.Change(
            ignoreEmailParameter,
            rateLimitAllowed,
            rateLimitWindow is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        return JsonAnswer.WriteAsync(context, new
        {
            settings.IgnoreEmailParameter,
            settings.RateLimitAllowed,
            RateLimitWindow = settings.RateLimitWindow.TotalSeconds,
        });
    }
}
