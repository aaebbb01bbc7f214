namespace ServerlessMessaging.Contract.Reading;

/// <summary>Ends the reading of a request that has not the contract's shape; never leaves the reader.</summary>
internal sealed class MalformedRequestException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
