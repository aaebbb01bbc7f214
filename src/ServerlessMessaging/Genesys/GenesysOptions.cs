namespace ServerlessMessaging.Genesys;

/// <summary>
/// Which Genesys Cloud organisation is called, by which OAuth clients, and with which time limits.
/// In this and every other options class a property with an internal setter is a constant: configuration does not reach it, a test may shorten it.
/// </summary>
public sealed class GenesysOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Genesys";

    private const string PlainPath = @"^/(?!/)[^?#\\]*$";

    /// <summary>The AWS region of the organisation. Default <c>us-east-1</c>.</summary>
    [Required(ErrorMessage = "Genesys:Region is missing. Set it to the organisation's AWS region, such as us-east-1.")]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The login address, where it is not the region's. Default <c>https://login.{domain of the region}</c>.</summary>
    public Uri? LoginUrl { get; set; }

    /// <summary>The API's address, where it is not the region's. Default <c>https://api.{domain of the region}</c>.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>The id of the organisation to which the OAuth clients must belong; nothing is sent with a client of another one. No default: not compared.</summary>
    public string? OrganizationId { get; set; }

    /// <summary>The OAuth clients, each with a rate limit of its own; the one with the most requests left makes a call. No default: required.</summary>
    public IList<OAuthClientOptions> Clients { get; } = [];

    /// <summary>Whether each token has its own allowance, so that <see cref="Clients"/> may name a client twice. Default <c>false</c>: a client's tokens share one.</summary>
    public bool AllowancePerToken { get; set; }

    /// <summary>How a user is found by email address. Default <c>Query</c>.</summary>
    [EnumDataType(typeof(UserLookup))]
    public UserLookup UserLookup { get; set; } = UserLookup.Query;

    /// <summary>The path that the route openMessaging posts to; <c>{channelId}</c> stands for the channel. Default <c>/api/v2/openmessaging/channels/{channelId}/messages</c>.</summary>
    [RegularExpression(@"^/(?!/)[^?#\\]*\{channelId\}[^?#\\]*$", ErrorMessage = "Genesys:OpenMessagingPath must begin with one / and hold {{channelId}}.")]
    public string OpenMessagingPath { get; set; } = "/api/v2/openmessaging/channels/{channelId}/messages";

    /// <summary>The path that the route messagingEvents posts to. Default <c>/api/v2/messaging/messaging/events</c>.</summary>
    [Required(ErrorMessage = "Genesys:MessagingEventsPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:MessagingEventsPath must begin with one / and hold neither query nor fragment.")]
    public string MessagingEventsPath { get; set; } = "/api/v2/messaging/messaging/events";

    /// <summary>The path that the route agentless posts to. Default <c>/api/v2/conversations/messages/agentless</c>.</summary>
    [Required(ErrorMessage = "Genesys:AgentlessPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:AgentlessPath must begin with one / and hold neither query nor fragment.")]
    public string AgentlessPath { get; set; } = "/api/v2/conversations/messages/agentless";

    /// <summary>The path that the route botSession posts to. Default <c>/api/v2/integrations/botconnectors/outgoing/messages</c>.</summary>
    [Required(ErrorMessage = "Genesys:BotSessionPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:BotSessionPath must begin with one / and hold neither query nor fragment.")]
    public string BotSessionPath { get; set; } = "/api/v2/integrations/botconnectors/outgoing/messages";

    /// <summary>Time limit of one attempt of a call: within an HTTP caller's 12 s it leaves time to look up and to record.</summary>
    public TimeSpan AttemptTimeout { get; internal set; } = TimeSpan.FromSeconds(10);

    /// <summary>An attempt starts only if this much of the time budget is left: one that the budget cuts short has an unknown outcome.</summary>
    public TimeSpan MinimumAttempt { get; internal set; } = TimeSpan.FromSeconds(4);

    /// <summary>Retries in place, as a count, of a call that was certainly not processed; more would use up the caller's budget.</summary>
    public int MaxRetries { get; internal set; } = 2;

    /// <summary>Delay before the first retry; it doubles, with jitter, so that callers do not retry in step.</summary>
    public TimeSpan RetryDelay { get; internal set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that is waited for in place; a request that must wait longer is deferred.</summary>
    public TimeSpan MaxRetryAfter { get; internal set; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls within <see cref="BreakerSampling"/>, as a count, below which the breaker stays closed: an OAuth client makes about 5 requests a second, so fewer say little.</summary>
    public int BreakerMinimumThroughput { get; internal set; } = 10;

    /// <summary>Share of failures, 0 to 1, that opens the breaker: at half, retries no longer help. 429 is no failure.</summary>
    public double BreakerFailureRatio { get; internal set; } = 0.5;

    /// <summary>Time over which failures are counted: long enough for the minimum throughput of a function app with few messages.</summary>
    public TimeSpan BreakerSampling { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the breaker stays open: shorter than the longest deferral, so that a deferred request finds it closed after an outage.</summary>
    public TimeSpan BreakerDuration { get; internal set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long before its expiry an access token is replaced: longer than an attempt, so that no call uses an expired token.</summary>
    public TimeSpan TokenMargin { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a user found by email is cached: addresses rarely change, and a look-up costs a call of the rate limit.</summary>
    public TimeSpan UserCacheDuration { get; internal set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it is cached that no user has an email address: short, because the user may be created meanwhile.</summary>
    public TimeSpan UnknownUserCacheDuration { get; internal set; } = TimeSpan.FromMinutes(1);

    /// <summary>The login address in force.</summary>
    public Uri GetLoginAddress() => LoginUrl ?? OfRegion("login");

    /// <summary>The API's address in force.</summary>
    public Uri GetApiAddress() => ApiUrl ?? OfRegion("api");

    private Uri OfRegion(string host) => new($"https://{host}.{GenesysRegions.Domains[Region]}");
}

/// <summary>An OAuth client of the organisation, of the grant type client credentials.</summary>
public sealed class OAuthClientOptions
{
    /// <summary>The client's id. No default: required.</summary>
    [Required(ErrorMessage = "ClientId is missing. Set it to the id of the OAuth client (grant type client credentials).")]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>The name of the secret in Key Vault that holds the client's secret. Default <c>genesys-client-secret</c>.</summary>
    [Required(ErrorMessage = "SecretName is empty. Leave it out for the default.")]
    [RegularExpression("^[0-9A-Za-z-]{1,127}$", ErrorMessage = "SecretName is none of Key Vault: 1 to 127 letters, digits and '-'.")]
    public string SecretName { get; set; } = "genesys-client-secret";
}

/// <summary>The two ways to find a user by email address.</summary>
public enum UserLookup
{
    /// <summary><c>GET /api/v2/users?email=</c>, as the tutorial does. The public API may ignore the parameter.</summary>
    Query,

    /// <summary><c>POST /api/v2/users/search</c> for the exact address, as the public API documents.</summary>
    Search,
}
