namespace ServerlessMessaging.Simulator.Faults;

/// <summary>A misbehaviour that was asked for: what it strikes, what it does, how often it still will.</summary>
internal sealed record Fault
{
    /// <summary>A part of <c>METHOD /path?query</c>.</summary>
    public required string Match { get; init; }

    public int? Status { get; init; }

    /// <summary>Seconds in the Retry-After header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Seconds before the answer.</summary>
    public double? Delay { get; init; }

    /// <summary>0 strikes until it is cleared.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many of the requests that it matches it strikes, at random; null is all.</summary>
    public double? Share { get; init; }

    public bool DropConnection { get; init; }

    public string When { get; init; } = FaultTime.Before;

    /// <summary>Takes the place of the error body, or of the struck event's answer.</summary>
    public string? Body { get; init; }

    /// <summary>Strikes only the event at this place of the list, counted from 0, whose answer becomes <see cref="Body"/> or is left out.</summary>
    public int? Item { get; init; }
}

internal static class FaultTime
{
    public const string Before = "before";

    public const string After = "after";
}
