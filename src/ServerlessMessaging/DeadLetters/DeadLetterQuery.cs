namespace ServerlessMessaging.DeadLetters;

/// <summary>Which dead-letter messages are selected, and how they are replayed or purged.</summary>
public sealed record DeadLetterQuery
{
    /// <summary>The request's id.</summary>
    public string? Id { get; private init; }

    /// <summary>The error code, such as <c>SM2004</c>.</summary>
    public string? Code { get; private init; }

    public string? Queue { get; private init; }

    /// <summary>Dead-lettered at this time or later.</summary>
    public DateTimeOffset? Since { get; private init; }

    /// <summary>Dead-lettered at this time or before.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>Return the outcomes only.</summary>
    public bool DryRun { get; private init; }

    /// <summary>Also send what may have been sent, or has no record any more.</summary>
    public bool Force { get; private init; }

    /// <summary>The continuation of the previous page. Its position is when the scan began, in Unix milliseconds.</summary>
    internal Continuation? Continuation { get; private init; }

    /// <summary>Whether there is a filter.</summary>
    public bool IsFiltered => (Id ?? Code ?? Queue) is not null || Since is not null || Until is not null;

    /// <summary>The filters as one text, which a continuation must have been made for.</summary>
    internal string Filters => DerivedName.Compute(NameKind.DeadLetterQuery, Id ?? string.Empty, Code ?? string.Empty, Queue ?? string.Empty, $"{Since:O}", $"{Until:O}");

    /// <summary>Reads a query string.</summary>
    /// <returns>Null, or what is wrong with it (SM1012).</returns>
    public static Problem? Read(IEnumerable<KeyValuePair<string, string>> pairs, out DeadLetterQuery query)
    {
        var values = new QueryValues(pairs, "id", "code", "queue", "since", "until", "continuation", "dryRun", "force");
        query = new()
        {
            Id = values.Text("id"),
            Code = values.ErrorCode("code"),
            Queue = values.Text("queue"),
            Since = values.Time("since"),
            Until = values.Time("until"),
            DryRun = values.Flag("dryRun"),
            Force = values.Flag("force"),
        };
        query = query with { Continuation = values.Continuation(query.Filters) };
        return values.Problem;
    }

    internal bool Matches(DeadLetter deadLetter) =>
        (Id is null || deadLetter.Id == Id)
        && (Code is null || deadLetter.Code == Code)
        && (Queue is null || deadLetter.Queue == Queue)
        && !(deadLetter.At < Since)
        && !(deadLetter.At > Until);
}
