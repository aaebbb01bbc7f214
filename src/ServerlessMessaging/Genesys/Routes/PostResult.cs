using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>What a post that Genesys answered with success did to one message.</summary>
/// <param name="MessageId">Genesys' id of the message; null where it gave none or did not accept it.</param>
/// <param name="Failure">Why the message was not accepted, or that nobody can know; null where it was.</param>
public sealed record PostResult(string? MessageId, GenesysFailure? Failure)
{
    /// <summary>The answer says neither yes nor no.</summary>
    public static PostResult Unknown { get; } = new(null, new GenesysFailure(
        FailureKind.OutcomeUnknown,
        ErrorCodes.OutcomeUnknown,
        "Genesys' answer does not say whether it took the message, so it may have been sent or not. Look at the conversation before you send it again."));

    /// <summary>The message is accepted whatever the body says; its id is worth having, not worth failing for.</summary>
    /// <param name="answer">The answer's body.</param>
    /// <param name="member">The member that holds the id.</param>
    public static PostResult Accepted(ReadOnlyMemory<byte> answer, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return new(ErrorBody.Text(document.RootElement, member), null);
        }
        catch (JsonException)
        {
            return new(null, null);
        }
    }
}
