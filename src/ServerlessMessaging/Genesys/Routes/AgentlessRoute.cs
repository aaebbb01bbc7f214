using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route to a customer of an Open Messaging integration. Carries text only; structure becomes text.</summary>
internal sealed class AgentlessRoute(IOptions<GenesysOptions> genesys, IOptions<MessageLimitsOptions> limits) : IMessageRoute
{
    public SendRoute Kind => SendRoute.Agentless;

    public string Scope => "conversation:message:create";

    private int MaximumLength => limits.Value.Agentless.TextLength;

    public ProblemError? Check(Message message) => AgentlessText.LeastLength(message) is var length && length <= MaximumLength
        ? null
        : new("/message", ErrorCodes.TextTooLong, $"This route carries text only, at most {MaximumLength} UTF-16 code units; written as text, the message without subtitles and images takes {length}. Shorten its other texts or leave some out, by {length - MaximumLength} together.");

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var customer = to.Customer!;
        var text = AgentlessText.Write(message, MaximumLength);
        var body = new AgentlessMessage(customer.IntegrationId, customer.Id, "open", text.Text, customer.UseExistingActiveConversation);
        return new(genesys.Value.AgentlessPath, JsonSerializer.SerializeToUtf8Bytes(body, JsonContracts.Wire.AgentlessMessage), text.Degradations);
    }

    public PostResult Read(ReadOnlyMemory<byte> answer) => PostResult.Accepted(answer, "id");
}
