using Polly;
using Polly.CircuitBreaker;
using ServerlessMessaging.Genesys.Access;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>
/// Calls one of Genesys' servers, in this order: retries (only calls that were not processed or are idempotent), the client's
/// rate limit, the server's circuit breaker, the attempt's time limit, tracing and metrics.
/// </summary>
public sealed partial class GenesysHttpClient
{
    /// <summary>The key of the client for access tokens.</summary>
    public const string Login = "login";

    /// <summary>The key of the client for the platform API.</summary>
    public const string Api = "api";

    public const string HttpClientName = "Genesys";

    private static readonly ResiliencePropertyKey<(GenesysHttpCall Call, Deadline Deadline)> Current = new("call");

    private readonly string _server;
    private readonly HttpClient _http;
    private readonly MessagingMetrics _metrics;
    private readonly GenesysOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<GenesysResponse> _retries;
    private readonly ResiliencePipeline<GenesysResponse> _breaker;
    private long _breakerOpenUntil;

    public GenesysHttpClient(
        [ServiceKey] string server,
        IHttpClientFactory clients,
        MessagingMetrics metrics,
        IOptions<GenesysOptions> options,
        TimeProvider time,
        ILogger<GenesysHttpClient> logger)
    {
        (_server, _http, _metrics, _options, _time, _logger) = (server, clients.CreateClient(HttpClientName), metrics, options.Value, time, logger);
        _retries = _options.MaxRetries == 0
            ? ResiliencePipeline<GenesysResponse>.Empty
            : new ResiliencePipelineBuilder<GenesysResponse> { TimeProvider = time }.AddRetry(new()
            {
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.RetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response && MayRetry(response, arguments.AttemptNumber, arguments.Context)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result!.RetryAfter),
                OnRetry = arguments =>
                {
                    var response = arguments.Outcome.Result!;
                    Log.Repeated(_logger, _server, arguments.AttemptNumber + 1, response.Cause ?? $"{(int?)response.Status}", arguments.RetryDelay.TotalMilliseconds);
                    return default;
                },
            }).Build();
        _breaker = new ResiliencePipelineBuilder<GenesysResponse> { TimeProvider = time }.AddCircuitBreaker(new()
        {
            FailureRatio = _options.BreakerFailureRatio,
            MinimumThroughput = _options.BreakerMinimumThroughput,
            SamplingDuration = _options.BreakerSampling,
            BreakDuration = _options.BreakerDuration,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsServerFailure: true }),
            OnOpened = arguments =>
            {
                Volatile.Write(ref _breakerOpenUntil, (_time.GetUtcNow() + arguments.BreakDuration).UtcTicks);
                Log.BreakerOpened(_logger, _server, arguments.BreakDuration.TotalSeconds);
                return default;
            },
            OnClosed = _ =>
            {
                Volatile.Write(ref _breakerOpenUntil, 0);
                Log.BreakerClosed(_logger, _server);
                return default;
            },
        }).Build();
    }

    /// <summary>When the breaker half-opens; null where it is closed.</summary>
    public DateTimeOffset? BreakerOpenUntil =>
        Volatile.Read(ref _breakerOpenUntil) is var ticks && _time.GetUtcNow().UtcTicks < ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Makes the call.</summary>
    /// <exception cref="GenesysException">The breaker is open, the rate limit has no slot in time, or too little time is left for an attempt.</exception>
    public async Task<GenesysResponse> SendAsync(GenesysHttpCall call, Deadline deadline)
    {
        CheckTime(deadline);
        var context = ResilienceContextPool.Shared.Get();
        context.Properties.Set(Current, (call, deadline));
        try
        {
            return await _retries.ExecuteAsync(_ => SendWithinLimitAsync(call, deadline), context);
        }
        catch (BrokenCircuitException exception)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.BreakerOpen, "The circuit breaker of Genesys is open, because calls keep failing. Nothing was sent; try again.")
            {
                RetryAfter = exception.RetryAfter ?? _options.BreakerDuration,
            });
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private void CheckTime(Deadline deadline)
    {
        if (deadline.Remaining < _options.MinimumAttempt)
        {
            throw Deadline.OutOfTime("the message could be posted");
        }
    }

    // Outside of the breaker, which must not count a caller without a slot as a successful call.
    private async ValueTask<GenesysResponse> SendWithinLimitAsync(GenesysHttpCall call, Deadline deadline)
    {
        if (call.Limiter is not { } limiter)
        {
            return await SendThroughBreakerAsync(call, deadline);
        }

        var begun = await deadline.WaitAsync(end => limiter.AcquireAsync(deadline.SlotWaitFor(_options.MinimumAttempt), end), "the rate limit had a free slot");
        GenesysResponse? response = null;
        try
        {
            // The deadline may have been shortened during the wait.
            CheckTime(deadline);
            return response = await SendThroughBreakerAsync(call, deadline);
        }
        finally
        {
            limiter.Release(begun, response);
        }
    }

    private ValueTask<GenesysResponse> SendThroughBreakerAsync(GenesysHttpCall call, Deadline deadline) =>
        _breaker.ExecuteAsync(async _ => await deadline.RunAsync(timeout => SendOnceAsync(call, timeout), _options.AttemptTimeout));

    private async Task<GenesysResponse> SendOnceAsync(GenesysHttpCall call, CancellationToken timeout)
    {
        var operation = OperationOf(call.Address);
        using var activity = Traces.Start($"{call.Method} {operation}", ActivityKind.Client).To(call.Method, call.Address);
        var start = _time.GetTimestamp();
        var response = await AttemptAsync(call, timeout);
        _metrics.Call(operation, ResultOf(response), _time.GetElapsedTime(start));
        if (response.Status is { } status)
        {
            activity.SetResponse((int)status);
        }
        else
        {
            activity.Fail(response.Cause!);
        }

        if (!response.IsSuccess)
        {
            Log.Failed(_logger, operation, (int?)response.Status, response.Cause, ErrorBody.Read(response).ContextId);
        }

        return response;
    }

    // For metrics and traces: an address has ids, which would be too many values.
    private string OperationOf(Uri address) => address.AbsolutePath switch
    {
        "/oauth/token" => "token",
        OAuthClients.TokenPath => "tokenInfo",
        var path when path.StartsWith("/api/v2/users", StringComparison.Ordinal) => "users",
        var path when path == _options.MessagingEventsPath => "messagingEvents",
        var path when path == _options.AgentlessPath => "agentless",
        var path when path == _options.BotSessionPath => "botSession",
        _ => "openMessaging",
    };

    private static string ResultOf(GenesysResponse response) => response switch
    {
        { Delivery: Delivery.NotSent } => "unreachable",
        { Delivery: Delivery.ResponseLost } => "lost",
        { IsRateLimited: true } => "429",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int?)response.Status / 100}xx"),
    };

    private bool MayRetry(GenesysResponse response, int attempt, ResilienceContext context)
    {
        var (call, deadline) = context.Properties.GetValue(Current, default);
        var isNotProcessed = response.Delivery == Delivery.NotSent || response.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

        // Jitter at most doubles a pause.
        var wait = response.RetryAfter ?? _options.RetryDelay * Math.Pow(2, attempt + 1);
        return (isNotProcessed || (call.IsIdempotent && response.IsServerFailure))
            && !(response.RetryAfter > _options.MaxRetryAfter)
            && deadline.Remaining - wait >= _options.MinimumAttempt;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.GenesysCallFailed, LogLevel.Information, "Genesys call {Operation} failed: status {Status}, cause {Cause}, context {ContextId}")]
        public static partial void Failed(ILogger logger, string operation, int? status, string? cause, string? contextId);

        [LoggerMessage(EventIds.GenesysCallRetried, LogLevel.Information, "Genesys call to {Server} failed with {Cause}; retry {Repeat} follows in {Delay} ms")]
        public static partial void Repeated(ILogger logger, string server, int repeat, string cause, double delay);

        [LoggerMessage(EventIds.BreakerOpened, LogLevel.Error, "Circuit breaker of Genesys server {Server} opened for {Seconds} s, because too many calls failed; look at the status page of Genesys")]
        public static partial void BreakerOpened(ILogger logger, string server, double seconds);

        [LoggerMessage(EventIds.BreakerClosed, LogLevel.Information, "Circuit breaker of Genesys server {Server} closed: calls succeed again")]
        public static partial void BreakerClosed(ILogger logger, string server);
    }
}
