using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// Makes calls to one of Genesys' servers: each attempt bounded, repeated in place only where it was certainly not processed
/// (or where a repeat does no harm), begun when the rate limit has room for it, held back while the server keeps failing.
/// </summary>
public sealed partial class CallPipeline
{
    private static readonly ResiliencePropertyKey<GenesysCall> Call = new("call");
    private static readonly ResiliencePropertyKey<Deadline> Until = new("deadline");

    private readonly WatchedAttempt _attempt;
    private readonly GenesysOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _server;
    private readonly ResiliencePipeline<GenesysAnswer> _repeats;
    private readonly ResiliencePipeline<GenesysAnswer> _breaker;
    private long _heldBackUntil;

    public CallPipeline(string server, WatchedAttempt attempt, GenesysOptions options, TimeProvider time, ILogger<CallPipeline> logger)
    {
        (_server, _attempt, _options, _time, _logger) = (server, attempt, options, time, logger);
        _repeats = options.Repeats > 0 ? Builder().AddRetry(Repeats()).Build() : ResiliencePipeline<GenesysAnswer>.Empty;
        _breaker = Builder().AddCircuitBreaker(Breaker()).Build();
    }

    /// <summary>Until when calls are held back; null where they are not. After it, only a call can tell.</summary>
    public DateTimeOffset? HeldBackUntil =>
        Volatile.Read(ref _heldBackUntil) is var ticks && _time.GetUtcNow().UtcTicks < ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Makes the call.</summary>
    /// <exception cref="GenesysException">The breaker is open, the rate limit has no room in time, or too little time is left for an attempt.</exception>
    public async Task<GenesysAnswer> SendAsync(GenesysCall call, Deadline deadline)
    {
        CheckTime(deadline);
        var context = ResilienceContextPool.Shared.Get();
        context.Properties.Set(Call, call);
        context.Properties.Set(Until, deadline);
        try
        {
            return await _repeats.ExecuteAsync(PacedAsync, context);
        }
        catch (BrokenCircuitException exception)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.BreakerOpen, "Genesys keeps failing, so calls are held back for a moment. Nothing was sent; try again.")
            {
                RetryAfter = exception.RetryAfter ?? _options.BreakerDuration,
            });
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsFailure(GenesysAnswer answer) => answer.Delivery != Delivery.Answered || answer.IsServerError;

    private void CheckTime(Deadline deadline)
    {
        if (deadline.Remaining < _options.MinimumAttempt)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.OutOfTime, "The time budget was nearly over before the message could be posted. Nothing was sent; try again."));
        }
    }

    private ResiliencePipelineBuilder<GenesysAnswer> Builder() => new() { TimeProvider = _time };

    // Outside of the breaker, which must not take a caller without room for a call that went well.
    private async ValueTask<GenesysAnswer> PacedAsync(ResilienceContext context)
    {
        if (context.Properties.GetValue(Call, null!).Pacer is not { } pacer)
        {
            return await _breaker.ExecuteAsync(AttemptAsync, context);
        }

        var deadline = context.Properties.GetValue(Until, null!);
        var begun = await deadline.WaitAsync(end => pacer.TakeAsync(deadline.PatienceForSlot(_options.MinimumAttempt), end), "Genesys' rate limit had room");
        GenesysAnswer? answer = null;
        try
        {
            // A stop may have shortened it meanwhile.
            CheckTime(deadline);
            return answer = await _breaker.ExecuteAsync(AttemptAsync, context);
        }
        finally
        {
            pacer.End(begun, answer);
        }
    }

    private async ValueTask<GenesysAnswer> AttemptAsync(ResilienceContext context) => await context.Properties.GetValue(Until, null!).LimitAsync(
        timeout => _attempt.MakeAsync(context.Properties.GetValue(Call, null!), timeout), _options.AttemptTimeout);

    private RetryStrategyOptions<GenesysAnswer> Repeats() => new()
    {
        MaxRetryAttempts = _options.Repeats,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = _options.RepeatDelay,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } answer && MayRepeat(answer, arguments.AttemptNumber, arguments.Context)),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result!.RetryAfter),
        OnRetry = arguments =>
        {
            var answer = arguments.Outcome.Result!;
            Log.Repeated(_logger, _server, arguments.AttemptNumber + 1, answer.Cause ?? ((int)answer.Status).ToString(CultureInfo.InvariantCulture), arguments.RetryDelay.TotalMilliseconds);
            return default;
        },
    };

    private CircuitBreakerStrategyOptions<GenesysAnswer> Breaker() => new()
    {
        FailureRatio = _options.BreakerFailureRatio,
        MinimumThroughput = _options.BreakerMinimumThroughput,
        SamplingDuration = _options.BreakerSampling,
        BreakDuration = _options.BreakerDuration,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } answer && IsFailure(answer)),
        OnOpened = arguments =>
        {
            Volatile.Write(ref _heldBackUntil, (_time.GetUtcNow() + arguments.BreakDuration).UtcTicks);
            Log.BreakerOpened(_logger, _server, arguments.BreakDuration.TotalSeconds);
            return default;
        },
        OnClosed = _ =>
        {
            Volatile.Write(ref _heldBackUntil, 0);
            Log.BreakerClosed(_logger, _server);
            return default;
        },
    };

    private bool MayRepeat(GenesysAnswer answer, int attempt, ResilienceContext context)
    {
        var notProcessed = answer.Delivery == Delivery.NotWritten
            || (answer.Delivery == Delivery.Answered && answer.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable);
        var harmless = context.Properties.GetValue(Call, null!).Repeatable && IsFailure(answer);
        // Jitter at most doubles a pause.
        var wait = answer.RetryAfter ?? _options.RepeatDelay * Math.Pow(2, attempt + 1);
        return (notProcessed || harmless)
            && !(answer.RetryAfter > _options.LongestWait)
            && context.Properties.GetValue(Until, null!).Remaining - wait >= _options.MinimumAttempt;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CallRepeated, LogLevel.Information, "Genesys {Server}: repeat {Repeat} after {Cause} in {Delay} ms")]
        public static partial void Repeated(ILogger logger, string server, int repeat, string cause, double delay);

        [LoggerMessage(EventIds.BreakerOpened, LogLevel.Error, "Genesys {Server} keeps failing: breaker opened for {Seconds} s")]
        public static partial void BreakerOpened(ILogger logger, string server, double seconds);

        [LoggerMessage(EventIds.BreakerClosed, LogLevel.Information, "Genesys {Server} answers again: breaker closed")]
        public static partial void BreakerClosed(ILogger logger, string server);
    }
}
