namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>A button or a link, by its type's name on the wire: it carries either a payload or a URL.</summary>
internal sealed record PhoneAction(string Type, string Title, string? Payload, string? Url)
{
    public string Line() => Url is null ? $"[{Title}]" : $"[{Title}] {Url}";
}
