using System.Text.Encodings.Web;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;

namespace ServerlessMessaging.Genesys;

/// <summary>Writes the bodies of calls to Genesys.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OpenMessage))]
[JsonSerializable(typeof(MessagingEvent))]
[JsonSerializable(typeof(AgentlessMessage))]
[JsonSerializable(typeof(BotMessages))]
[JsonSerializable(typeof(UserSearch))]
internal sealed partial class GenesysJson : JsonSerializerContext
{
    /// <summary>For bodies in UTF-8 that are never embedded in HTML: text is not escaped for HTML.</summary>
    public static GenesysJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
