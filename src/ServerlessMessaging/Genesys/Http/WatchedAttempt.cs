namespace ServerlessMessaging.Genesys.Http;

/// <summary>Makes a call once, traced and measured; one that fails leaves Genesys' id of its answer in the log, whatever becomes of it after that.</summary>
public sealed partial class WatchedAttempt(CallAttempt attempt, MessagingMetrics telemetry, IOptions<GenesysOptions> options, TimeProvider time, ILogger<WatchedAttempt> logger)
{
    public async Task<GenesysAnswer> MakeAsync(GenesysCall call, CancellationToken timeout)
    {
        var operation = CallNames.Of(call.Address, options.Value);
        using var activity = Traces.Start($"{call.Method} {operation}", ActivityKind.Client).To(call.Method, call.Address);
        var start = time.GetTimestamp();
        var answer = await attempt.MakeAsync(call, timeout);
        telemetry.Call(operation, ClassOf(answer), time.GetElapsedTime(start));
        if (answer.Delivery == Delivery.Answered)
        {
            activity.Answered((int)answer.Status);
        }
        else
        {
            activity.Fail(answer.Cause ?? answer.Delivery.ToString());
        }

        if (!answer.IsSuccess)
        {
            Log.Failed(logger, operation, answer.Delivery == Delivery.Answered ? (int)answer.Status : null, answer.Cause, ErrorBody.Read(answer).ContextId);
        }

        return answer;
    }

    private static string ClassOf(GenesysAnswer answer) => answer switch
    {
        { Delivery: Delivery.NotWritten } => "unreachable",
        { Delivery: Delivery.AnswerLost } => "lost",
        { Status: HttpStatusCode.TooManyRequests } => "429",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)answer.Status / 100}xx"),
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.CallFailed, LogLevel.Information, "Genesys: a call of {Operation} failed, status {Status}, cause {Cause}, context {ContextId}")]
        public static partial void Failed(ILogger logger, string operation, int? status, string? cause, string? contextId);
    }
}
