using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A kind of recipient, with its wire format.</summary>
public interface IMessageRoute
{
    SendRoute Kind { get; }

    /// <summary>The scope or permission that a post needs, for the error text where access is forbidden.</summary>
    string Scope { get; }

    /// <summary>Why this route cannot send a valid message; null where it can.</summary>
    ProblemError? Check(Message message);

    /// <summary>Renders a message that breaks no rule to a recipient of this route. Only openMessaging needs the channel, <c>user:{id}</c>.</summary>
    RenderedMessage Render(Message message, Recipient to, string? channelId);

    /// <summary>Reads the body of a response whose HTTP status says success.</summary>
    PostResult Read(ReadOnlyMemory<byte> response);
}

/// <summary>A message in a route's wire format: path, JSON to post, and the degradations.</summary>
public sealed record RenderedMessage(string Path, byte[] Body, IReadOnlyList<string> Degradations);

/// <summary>The result for one message of a successful response: accepted, with an id if there is one, unless it has a failure.</summary>
public sealed record PostResult(string? MessageId, GenesysFailure? Failure)
{
    /// <summary>The response does not say whether the message was accepted.</summary>
    public static PostResult Unknown { get; } = new(null, new GenesysFailure(
        FailureKind.OutcomeUnknown,
        ErrorCodes.OutcomeUnknown,
        "The response of Genesys does not say whether it accepted the message, so it may have been sent or not. Check the conversation before you send it again."));

    /// <summary>An accepted message, with the id in the member of this name, if there is one.</summary>
    public static PostResult Accepted(ReadOnlyMemory<byte> body, string idName) => new(LenientJson.Text(LenientJson.Parse(body), idName), null);
}
