namespace ServerlessMessaging.Contract;

/// <summary>What a derived name stands for, so that equal strings of two kinds have different names. The names are part of stored keys.</summary>
public enum NameKind
{
    /// <summary>A user of Genesys.</summary>
    User,

    /// <summary>A customer of an integration.</summary>
    Customer,

    /// <summary>A conversation, or a session of a bot.</summary>
    Conversation,

    /// <summary>A message, by Genesys' id.</summary>
    Message,

    /// <summary>The reply in words to a message.</summary>
    Reply,

    /// <summary>A request, by its id.</summary>
    Request,

    /// <summary>The text of an imBack.</summary>
    ImBack,

    /// <summary>The event of a webhook.</summary>
    WebhookEvent,

    /// <summary>The event of a request's status.</summary>
    StatusEvent,

    /// <summary>A CloudEvent that holds a request.</summary>
    CloudEvent,

    /// <summary>The bytes of a message.</summary>
    Body,

    /// <summary>The filters of a list of requests.</summary>
    MessageQuery,

    /// <summary>The filters of a list of dead-letter messages.</summary>
    DeadLetterQuery,
}

/// <summary>A name derived from untrusted strings, valid in blob names, paths and ids.</summary>
public static class DerivedName
{
    private const int Digits = 32;

    /// <summary>The first 32 hex digits of SHA-256 over the kind and the parts, each with its length: no part can pretend to be two.</summary>
    public static string Compute(NameKind kind, params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder().Append(kind);
        foreach (var part in parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{part.Length}:{part}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }
}
