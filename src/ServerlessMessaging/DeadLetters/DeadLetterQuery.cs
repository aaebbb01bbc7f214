using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Which dead letters are meant, and what may be done with them.</summary>
public sealed record DeadLetterQuery
{
    private static readonly string[] Known = ["id", "code", "queue", "since", "until", "continuation", "dryRun", "force"];

    /// <summary>Of this request only.</summary>
    public string? Id { get; private init; }

    /// <summary>With this reason only, such as <c>SM2004</c>.</summary>
    public string? Code { get; private init; }

    /// <summary>From this queue only.</summary>
    public string? Queue { get; private init; }

    /// <summary>Set aside at this time or later.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>Set aside at this time or before.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>Where the page before ended.</summary>
    internal DeadLetterContinuation? Continuation { get; private init; }

    /// <summary>Only tell what would be done.</summary>
    public bool DryRun { get; private init; }

    /// <summary>Send even what may have been sent, or what no record guards any more.</summary>
    public bool Force { get; private init; }

    /// <summary>Whether it means less than everything.</summary>
    public bool IsFiltered => (Id ?? Code ?? Queue) is not null || Since is not null || Until is not null;

    /// <summary>Reads a query string.</summary>
    /// <param name="values">Its names and values.</param>
    /// <param name="query">The query, if the result is null.</param>
    /// <returns>Null, or what is wrong with it (SM1012). Values are not repeated: one of them may be a key.</returns>
    public static Problem? Read(IEnumerable<KeyValuePair<string, string>> values, out DeadLetterQuery query)
    {
        query = new();
        return QueryValues.Read(values, Known, ref query, (read, name, value) => read.With(name, value), name => name is "dryRun" or "force" ? "It is true or false." : null);
    }

    /// <summary>Whether a letter is meant.</summary>
    internal bool Matches(DeadLetter letter) =>
        (Id is null || letter.Id == Id)
        && (Code is null || letter.Code == Code)
        && (Queue is null || letter.Queue == Queue)
        && !(letter.At < Since)
        && !(letter.At > Until);

    // Null where the value cannot be used.
    private DeadLetterQuery? With(string name, string value) => name switch
    {
        "id" => this with { Id = value },
        "code" when QueryValues.IsErrorCode(value) => this with { Code = value },
        "queue" => this with { Queue = value },
        "since" when QueryValues.Time(value) is { } time => this with { Since = time },
        "until" when QueryValues.Time(value) is { } time => this with { Until = time },
        "continuation" when DeadLetterContinuation.Read(value) is { } continuation => this with { Continuation = continuation },
        "dryRun" when bool.TryParse(value, out var flag) => this with { DryRun = flag },
        "force" when bool.TryParse(value, out var flag) => this with { Force = flag },
        _ => null,
    };
}
