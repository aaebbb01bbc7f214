using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A kind of recipient with a wire format of its own.</summary>
public interface IMessageRoute
{
    SendRoute Kind { get; }

    /// <summary>The scope or permission that a post needs, for the remedy where access is forbidden.</summary>
    string Scope { get; }

    /// <summary>What this route cannot carry although it breaks no rule; null where it can.</summary>
    ProblemError? Check(Message message);

    /// <summary>Renders a message that breaks no rule to a recipient of this route. Only openMessaging needs the channel, <c>user:{id}</c>.</summary>
    RenderedMessage Render(Message message, Recipient to, string? channelId);

    /// <summary>Reads the body of a response whose HTTP status says success.</summary>
    PostResult Read(ReadOnlyMemory<byte> response);
}

/// <summary>A message in a route's wire format: path, JSON to post, and what the route could not show as it was asked.</summary>
public sealed record RenderedMessage(string Path, byte[] Body, IReadOnlyList<string> Degradations);

/// <summary>What a post with a successful response did to one message: accepted, maybe with an id, where there is no failure.</summary>
public sealed record PostResult(string? MessageId, GenesysFailure? Failure)
{
    /// <summary>The response says neither yes nor no.</summary>
    public static PostResult Unknown { get; } = new(null, new GenesysFailure(
        FailureKind.OutcomeUnknown,
        ErrorCodes.OutcomeUnknown,
        "Genesys' answer does not say whether it took the message, so it may have been sent or not. Look at the conversation before you send it again."));

    /// <summary>An accepted message, whatever the body says: its id, a text of this name, is worth having but not worth failing for.</summary>
    public static PostResult Accepted(ReadOnlyMemory<byte> body, string idName) => new(LenientJson.Text(LenientJson.Parse(body), idName), null);
}
