using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records.Lists;

/// <summary>Which messages a list shows.</summary>
public sealed record MessageListQuery
{
    /// <summary>The most items of one page.</summary>
    public const int MaxTop = 200;

    private const int DefaultTop = 50;
    private static readonly string[] Known = ["status", "route", "replyTo", "code", "since", "until", "continuation", "top"];

    /// <summary>In this state only.</summary>
    public MessageState? Status { get; private init; }

    /// <summary>By this route only.</summary>
    public SendRoute? Route { get; private init; }

    /// <summary>Of this bot flow only.</summary>
    public string? ReplyTo { get; private init; }

    /// <summary>Whose last failed attempt has this error code, such as <c>SM2202</c>.</summary>
    public string? Code { get; private init; }

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>Accepted at this time or before.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>The most items of the page, 1 to <see cref="MaxTop"/>.</summary>
    public int Top { get; private init; } = DefaultTop;

    /// <summary>Where the page before ended.</summary>
    public MessageListContinuation? Continuation { get; private init; }

    /// <summary>Whether it shows less than everything within its times.</summary>
    public bool IsFiltered => (Status, Route, ReplyTo, Code) is not (null, null, null, null);

    /// <summary>The filters as one text, which a continuation must have been made for.</summary>
    public string Fingerprint => DerivedName.Of($"{Status}", $"{Route}", ReplyTo ?? string.Empty, Code ?? string.Empty, $"{Since:O}", $"{Until:O}", Top.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads a query string.</summary>
    /// <param name="values">Its names and values.</param>
    /// <param name="query">The query, if the result is null.</param>
    /// <returns>Null, or what is wrong with it (SM1012).</returns>
    public static Problem? Read(IEnumerable<KeyValuePair<string, string>> values, out MessageListQuery query)
    {
        query = new();
        return QueryValues.Read(values, Known, ref query, (read, name, value) => read.With(name, value), Advice)
            ?? (query.Continuation is { } continuation && continuation.Fingerprint != query.Fingerprint
                ? new(ErrorCodes.FilterInvalid, "The continuation was made for other filters. Take it unchanged from the response before, with the same filters.")
                : null);
    }

    /// <summary>Whether a message is shown, by what its row or record says.</summary>
    public bool Matches(MessageSummary message) =>
        (Status is null || message.Status == Status)
        && (Route is null || message.Route == Route)
        && (ReplyTo is null || message.ReplyTo == ReplyTo)
        && (Code is null || message.Code == Code)
        && !(message.AcceptedAt < Since)
        && !(message.AcceptedAt > Until);

    private static string? Advice(string name) => name switch
    {
        "status" => $"It is one of {string.Join(", ", Enum.GetValues<MessageState>().Select(EntityProperties.Name))}.",
        "route" => $"It is one of {string.Join(", ", Enum.GetValues<SendRoute>().Select(EntityProperties.Name))}.",
        "top" => $"It is a number from 1 to {MaxTop}.",
        _ => null,
    };

    // Null where the value cannot be used.
    private MessageListQuery? With(string name, string value) => name switch
    {
        "status" when Parse<MessageState>(value) is { } status => this with { Status = status },
        "route" when Parse<SendRoute>(value) is { } route => this with { Route = route },
        "replyTo" => this with { ReplyTo = value },
        "code" when QueryValues.IsErrorCode(value) => this with { Code = value },
        "since" when QueryValues.Time(value) is { } time => this with { Since = time },
        "until" when QueryValues.Time(value) is { } time => this with { Until = time },
        "continuation" when MessageListContinuation.Read(value) is { } continuation => this with { Continuation = continuation },
        "top" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= MaxTop => this with { Top = top },
        _ => null,
    };

    private static T? Parse<T>(string value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (EntityProperties.Name(candidate) == value)
            {
                return candidate;
            }
        }

        return null;
    }
}
