namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>A button or a link, with either a payload or a URL; its type is that of the request.</summary>
internal sealed record PhoneAction(string Type, string Title, string? Payload, string? Url)
{
    public string Line() => Url is null ? $"[{Title}]" : $"[{Title}] {Url}";
}
