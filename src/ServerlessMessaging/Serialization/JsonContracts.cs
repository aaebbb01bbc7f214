using System.Text.Encodings.Web;
using ServerlessMessaging.Callbacks.Events;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Health;
using ServerlessMessaging.Records.Lists;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Serialization;

/// <summary>How everything that leaves the product as JSON is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OpenMessage))]
[JsonSerializable(typeof(MessagingEvent))]
[JsonSerializable(typeof(AgentlessMessage))]
[JsonSerializable(typeof(BotMessages))]
[JsonSerializable(typeof(UserSearch))]
[JsonSerializable(typeof(SendAnswer))]
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(RecordAnswer))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterActions))]
[JsonSerializable(typeof(SendStatus))]
[JsonSerializable(typeof(BotFlowEvent))]
internal sealed partial class JsonContracts : JsonSerializerContext
{
    /// <summary>For what is stored or queued: ASCII, because queues and headers are.</summary>
    public static JsonContracts Stored => Default;

    /// <summary>For bodies sent as JSON in UTF-8, which never stand inside HTML: text stays readable.</summary>
    public static JsonContracts Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
