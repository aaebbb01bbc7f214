using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>A webhook with its attempts.</summary>
internal sealed class Webhook(Guid id, string type, string body, string? signature)
{
    /// <summary>One post and five retries, as the platform does.</summary>
    private const int DefaultMaxAttempts = 6;

    private readonly TaskCompletionSource _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<WebhookAttempt> _attempts = [];

    public Guid Id { get; } = id;

    public string Type { get; } = type;

    public string Body { get; } = body;

    /// <summary>The value of the signature header; null omits the header.</summary>
    public string? Signature { get; } = signature;

    /// <summary>The id of the conversation.</summary>
    public Guid? Conversation { get; init; }

    /// <summary>The webhook that this one repeats.</summary>
    public Guid? CopyOf { get; init; }

    public int MaxAttempts { get; init; } = DefaultMaxAttempts;

    /// <summary>Not null where it goes to the bot connector: reads the body of the response and returns why it is invalid, or null.</summary>
    public Func<ReadOnlyMemory<byte>, string?>? OnConnectorResponse { get; init; }

    public IReadOnlyList<WebhookAttempt> Attempts => _attempts;

    /// <summary>Completes after the first attempt.</summary>
    public Task FirstAttempt => _firstAttempt.Task;

    public static Webhook Signed(NormalizedMessage message, Guid id, string secret)
    {
        var body = message.ToJson();
        return new(id, message.Type, body, WebhookSignature.Compute(Encoding.UTF8.GetBytes(body), secret)) { Conversation = message.ConversationId };
    }

    /// <summary>A new webhook with the same bytes and signature.</summary>
    public Webhook Copy() => new(Guid.NewGuid(), Type, Body, Signature)
    {
        Conversation = Conversation,
        CopyOf = CopyOf ?? Id,
        MaxAttempts = MaxAttempts,
        OnConnectorResponse = OnConnectorResponse,
    };

    public void Add(WebhookAttempt attempt)
    {
        _attempts = [.. _attempts, attempt];
        _firstAttempt.TrySetResult();
    }
}
