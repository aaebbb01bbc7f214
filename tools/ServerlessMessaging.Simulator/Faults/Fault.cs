namespace ServerlessMessaging.Simulator.Faults;

/// <summary>A configured fault: the requests that it affects, its effect, and how many times it still applies.</summary>
internal sealed record Fault
{
    /// <summary>A substring of <c>METHOD /path?query</c>.</summary>
    public required string Match { get; init; }

    public int? Status { get; init; }

    /// <summary>Seconds in the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Seconds before the response.</summary>
    public double? Delay { get; init; }

    /// <summary>0 applies until it is cleared.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The share of matching requests that it affects, at random; null affects all.</summary>
    public double? Share { get; init; }

    public bool DropConnection { get; init; }

    public string When { get; init; } = FaultTime.Before;

    /// <summary>Replaces the error body, or the item of the affected event.</summary>
    public string? Body { get; init; }

    /// <summary>Affects only the event with this zero-based index; its item in the response becomes <see cref="Body"/> or is left out.</summary>
    public int? Item { get; init; }
}

internal static class FaultTime
{
    public const string Before = "before";

    public const string After = "after";
}
