using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route to a customer of an Open Messaging integration. Text only; structure becomes text.</summary>
internal sealed class AgentlessRoute(IOptions<GenesysOptions> genesys, IOptions<MessageLimitsOptions> limits) : IMessageRoute
{
    public SendRoute Kind => SendRoute.Agentless;

    public string Scope => "conversation:message:create";

    private int MaxLength => limits.Value.Agentless.TextLength;

    public ProblemError? Check(Message message) => AgentlessText.MinLength(message) is var length && length <= MaxLength
        ? null
        : new(
            "/message",
            ErrorCodes.TextTooLong,
            $"This route sends text only, at most {MaxLength} UTF-16 code units; as text, the message without subtitles and images takes {length}. "
            + $"Shorten its other texts or leave some out, by {length - MaxLength} together.");

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var customer = to.Customer!;
        var (text, degradations) = AgentlessText.Write(message, MaxLength);
        var body = new AgentlessMessage(customer.IntegrationId, customer.Id, "open", text, customer.UseExistingActiveConversation);
        return new(genesys.Value.AgentlessPath, JsonSerializer.SerializeToUtf8Bytes(body, GenesysJson.Wire.AgentlessMessage), degradations);
    }

    public PostResult Read(ReadOnlyMemory<byte> response) => PostResult.Accepted(response, "id");
}

/// <summary>The body of an agentless send.</summary>
internal sealed record AgentlessMessage(string FromAddress, string ToAddress, string ToAddressMessengerType, string TextBody, bool UseExistingActiveConversation);
