using System.Text;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>A body on its way to whoever listens, with every attempt to deliver it.</summary>
internal sealed class Webhook(Guid id, string type, string body, string? signature)
{
    /// <summary>What the platform does: one post and five retries.</summary>
    private const int UsualAttempts = 6;

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<WebhookAttempt> _attempts = [];

    public Guid Id { get; } = id;

    public string Type { get; } = type;

    public string Body { get; } = body;

    /// <summary>The value of the signature's header; null leaves the header out.</summary>
    public string? Signature { get; } = signature;

    /// <summary>The id of the conversation that it tells of.</summary>
    public Guid? Conversation { get; init; }

    /// <summary>The webhook that this one repeats.</summary>
    public Guid? CopyOf { get; init; }

    public int MostAttempts { get; init; } = UsualAttempts;

    public IReadOnlyList<WebhookAttempt> Attempts => _attempts;

    /// <summary>Ends with the first attempt.</summary>
    public Task Tried => _tried.Task;

    public static Webhook Signed(NormalizedMessage message, Guid id, string secret)
    {
        var body = message.ToJson();
        return new(id, message.Type, body, WebhookSignature.Of(Encoding.UTF8.GetBytes(body), secret)) { Conversation = message.ConversationId };
    }

    /// <summary>The same bytes and signature, to be delivered once more.</summary>
    public Webhook Copy() => new(Guid.NewGuid(), Type, Body, Signature)
    {
        Conversation = Conversation,
        CopyOf = CopyOf ?? Id,
        MostAttempts = MostAttempts,
    };

    public void Add(WebhookAttempt attempt)
    {
        _attempts = [.. _attempts, attempt];
        _tried.TrySetResult();
    }
}
