using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>
/// Finds the record of a request that is repeated after its own <c>expiresAt</c>. What became of it is the response then, because the message may have been
/// sent; without such a record the request breaks the rule of its times. A request that is valid, or breaks another rule, costs no call.
/// </summary>
public sealed class ExpiredDuplicates(MessageRecords records, SendSettlement settlement, TimeProvider time)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The decision about a request that breaks rules, with its record.</summary>
    /// <param name="request">The request, as far as it could be read.</param>
    /// <param name="problem">The broken rules.</param>
    /// <param name="acceptedAt">The moment that its times were measured from.</param>
    /// <returns>Null where the request has no such record, or where nothing can have been sent and nothing is queued.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<Claim?> FindAsync(SendRequest? request, Problem problem, DateTimeOffset acceptedAt)
    {
        if (request is not { Id: not null, ExpiresAt: { } expiresAt } || expiresAt > acceptedAt || problem.Errors is not [{ Code: var code }] || code != ErrorCodes.ExpiresAtInvalid.Code)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        if (await records.FindAsync(request.Id, timeout.Token) is not { } stored)
        {
            return null;
        }

        // It is too late for another attempt.
        var decision = StateTable.Decide(stored, new IncomingRequest(request, acceptedAt), RequestWriter.Fingerprint(request), UnknownOutcomePolicy.Park);
        return decision switch
        {
            ClaimDecision.Claim when stored.Value is { State: MessageState.Failed, MayHaveBeenSent: true } => new(ClaimDecision.Park, stored),
            ClaimDecision.Claim or ClaimDecision.PayloadMismatch => null,
            _ => new(decision, stored),
        };
    }

    /// <summary>The outcome of an invalid request over HTTP: that of its record, else its problem.</summary>
    public async Task<SendOutcome> SettleAsync(SendRequest? request, Problem problem)
    {
        var now = time.GetUtcNow();
        try
        {
            return await FindAsync(request, problem, now) is { } claim
                ? await settlement.SettleDuplicateAsync(claim, new IncomingRequest(request!, now))
                : new NotSent(problem);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            return SendProblems.Refuse(request!.Id!, SendProblems.FromStorage(exception));
        }
    }
}
