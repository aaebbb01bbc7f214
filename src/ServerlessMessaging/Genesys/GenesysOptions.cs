namespace ServerlessMessaging.Genesys;

/// <summary>Which Genesys Cloud organisation is called, by which OAuth clients, and with which time limits.</summary>
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

    /// <summary>The OAuth clients, each with a rate limit of its own; the one with the most free calls makes a call. No default: required.</summary>
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

    /// <summary>How long one attempt of a call may take. Default 00:00:10.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An attempt starts only if at least this much of the time budget is left. Default 00:00:04: a budget must not make unknown outcomes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan MinimumAttempt { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a call that was certainly not processed is repeated in place. Default 2.</summary>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>The first pause between repeats; it doubles, with jitter. Default 00:00:00.5.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that is waited for in place. Default 00:00:02.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The calls within <see cref="BreakerSampling"/> from which on the breaker judges. Default 10, because an OAuth client makes about 5 requests a second.</summary>
    [Range(2, 10_000)]
    public int BreakerMinimumThroughput { get; set; } = 10;

    /// <summary>The share of failures that opens the breaker. 429 is no failure. Default 0.5.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The time over which failures are counted. Default 00:00:30.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the breaker stays open. Default 00:00:15.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long before its end an access token is replaced. Default 00:01:00.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TokenMargin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a user that was found by email is remembered. Default 00:10:00.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan UserCacheDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it is cached that no user has an email address. Default 00:01:00.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan UnknownUserCacheDuration { get; set; } = TimeSpan.FromMinutes(1);

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
