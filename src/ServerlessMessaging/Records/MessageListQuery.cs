namespace ServerlessMessaging.Records;

/// <summary>Which messages a list shows.</summary>
public sealed record MessageListQuery
{
    private const int DefaultTop = 50;
    private const int MaxTop = 200;

    public MessageState? Status { get; private init; }

    public SendRoute? Route { get; private init; }

    /// <summary>The bot flow that receives presses.</summary>
    public string? ReplyTo { get; private init; }

    /// <summary>The error code of the last failed attempt, such as <c>SM2202</c>.</summary>
    public string? Code { get; private init; }

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>Accepted at this time or before.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>The most items of the page, 1 to 200.</summary>
    public int Top { get; private init; } = DefaultTop;

    /// <summary>The continuation of the previous page. Its position is the number of returned rows of the page of the storage service.</summary>
    internal Continuation? Continuation { get; private init; }

    /// <summary>Whether it has a filter besides the times.</summary>
    public bool IsFiltered => (Status, Route, ReplyTo, Code) is not (null, null, null, null);

    /// <summary>The filters as one text, which a continuation must have been made for.</summary>
    internal string Filters => DerivedName.Compute(NameKind.MessageQuery, $"{Status}", $"{Route}", ReplyTo ?? string.Empty, Code ?? string.Empty, $"{Since:O}", $"{Until:O}", Top.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a query string.</summary>
    /// <returns>Null, or what is wrong with it (SM1012).</returns>
    public static Problem? Read(IEnumerable<KeyValuePair<string, string>> pairs, out MessageListQuery query)
    {
        var values = new QueryValues(pairs, "status", "route", "replyTo", "code", "since", "until", "continuation", "top");
        query = new()
        {
            Status = values.Choice<MessageState>("status"),
            Route = values.Choice<SendRoute>("route"),
            ReplyTo = values.Text("replyTo"),
            Code = values.ErrorCode("code"),
            Since = values.Time("since"),
            Until = values.Time("until"),
            Top = values.Number("top", MaxTop) ?? DefaultTop,
        };
        query = query with { Continuation = values.Continuation(query.Filters) };
        return values.Problem;
    }

    /// <summary>Whether a message matches the filters.</summary>
    public bool Matches(MessageSummary message) =>
        (Status is null || message.Status == Status)
        && (Route is null || message.Route == Route)
        && (ReplyTo is null || message.ReplyTo == ReplyTo)
        && (Code is null || message.Code == Code)
        && !(message.AcceptedAt < Since)
        && !(message.AcceptedAt > Until);
}
