namespace ServerlessMessaging.Contract.Problems;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Pointer">Where, as an RFC 6901 JSON pointer into the request's body; empty for the whole.</param>
/// <param name="Code">The code, such as <c>SM1108</c>.</param>
/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record ProblemError(string Pointer, string Code, string Detail)
{
    internal ProblemError(string pointer, ErrorCode code, string detail)
        : this(pointer, code.Code, detail)
    {
    }
}
