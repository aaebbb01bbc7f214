namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A way to a recipient with a wire format of its own.</summary>
public interface IMessageRoute
{
    /// <summary>Which one it is.</summary>
    SendRoute Kind { get; }

    /// <summary>The scope or permission that a post needs, for the advice where access is forbidden.</summary>
    string Scope { get; }

    /// <summary>What this route cannot carry although it breaks no rule; null where it can.</summary>
    /// <param name="message">A message that breaks no rule.</param>
    ProblemError? Check(Message message) => null;

    /// <summary>Renders a valid message.</summary>
    /// <param name="message">A message that breaks no rule.</param>
    /// <param name="to">A recipient of this route.</param>
    /// <param name="channelId">The channel <c>user:{id}</c>; needed by openMessaging only.</param>
    RenderedMessage Render(Message message, Recipient to, string? channelId);

    /// <summary>Reads the body of an answer whose HTTP status says success.</summary>
    PostResult Read(ReadOnlyMemory<byte> answer);
}
