using ServerlessMessaging.Genesys.Pacing;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>What became of a call.</summary>
/// <param name="Delivery">Whether an answer came.</param>
public sealed record GenesysAnswer(Delivery Delivery)
{
    public HttpStatusCode Status { get; init; }

    /// <summary>Why no answer came, in the words of the network.</summary>
    public string? Cause { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the client stands with its rate limit, where the answer tells.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>Genesys' id of the answer, from its header.</summary>
    public string? CorrelationId { get; init; }

    public bool IsSuccess => Delivery == Delivery.Answered && (int)Status is >= 200 and < 300;

    public bool IsRateLimited => Delivery == Delivery.Answered && Status == HttpStatusCode.TooManyRequests;

    public bool IsServerError => Delivery == Delivery.Answered && (int)Status >= 500;
}

/// <summary>How far a call came.</summary>
public enum Delivery
{
    /// <summary>An HTTP answer came.</summary>
    Answered,

    /// <summary>The request was certainly not processed: it was never written whole.</summary>
    NotWritten,

    /// <summary>The request was written, the answer lost.</summary>
    AnswerLost,
}
