using System.ComponentModel.DataAnnotations;
using ServerlessMessaging.Genesys.Users;

namespace ServerlessMessaging.Genesys;

/// <summary>Which Genesys Cloud organisation is spoken to, as whom, and how patiently.</summary>
public sealed class GenesysOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Genesys";

    private const string PlainPath = @"^/(?!/)[^?#\\]*$";

    /// <summary>The AWS region of the organisation.</summary>
    /// <value>Default <c>us-east-1</c>.</value>
    [Required(ErrorMessage = "Genesys:Region is missing. Set it to the organisation's AWS region, such as us-east-1.")]
    public string Region { get; set; } = "us-east-1";

    /// <summary>The login address, where it is not the region's.</summary>
    /// <value>Default <c>https://login.{domain of the region}</c>.</value>
    public Uri? LoginUrl { get; set; }

    /// <summary>The API's address, where it is not the region's.</summary>
    /// <value>Default <c>https://api.{domain of the region}</c>.</value>
    public Uri? ApiUrl { get; set; }

    /// <summary>The OAuth clients, each with an allowance of its own; the one with the most room makes a call.</summary>
    /// <value>No default: required.</value>
    public IList<OAuthClientOptions> Clients { get; } = [];

    /// <summary>Whether Genesys counts calls by token instead of by client, so that one client may stand in <see cref="Clients"/> more than once, each time with a token and an allowance of its own.</summary>
    /// <value>Default <c>false</c>: the tokens of a client share its allowance.</value>
    public bool AllowancePerToken { get; set; }

    /// <summary>How a user is found by email address.</summary>
    /// <value>Default <c>Query</c>.</value>
    [EnumDataType(typeof(UserLookup))]
    public UserLookup UserLookup { get; set; } = UserLookup.Query;

    /// <summary>The path that the route openMessaging posts to; <c>{channelId}</c> stands for the channel.</summary>
    /// <value>Default <c>/api/v2/openmessaging/channels/{channelId}/messages</c>.</value>
    [RegularExpression(@"^/(?!/)[^?#\\]*\{channelId\}[^?#\\]*$", ErrorMessage = "Genesys:OpenMessagingPath must begin with one / and hold {{channelId}}.")]
    public string OpenMessagingPath { get; set; } = "/api/v2/openmessaging/channels/{channelId}/messages";

    /// <summary>The path that the route messagingEvents posts to.</summary>
    /// <value>Default <c>/api/v2/messaging/messaging/events</c>.</value>
    [Required(ErrorMessage = "Genesys:MessagingEventsPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:MessagingEventsPath must begin with one / and hold neither query nor fragment.")]
    public string MessagingEventsPath { get; set; } = "/api/v2/messaging/messaging/events";

    /// <summary>The path that the route agentless posts to.</summary>
    /// <value>Default <c>/api/v2/conversations/messages/agentless</c>.</value>
    [Required(ErrorMessage = "Genesys:AgentlessPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:AgentlessPath must begin with one / and hold neither query nor fragment.")]
    public string AgentlessPath { get; set; } = "/api/v2/conversations/messages/agentless";

    /// <summary>The path that the route botSession posts to.</summary>
    /// <value>Default <c>/api/v2/integrations/botconnectors/outgoing/messages</c>.</value>
    [Required(ErrorMessage = "Genesys:BotSessionPath is empty. Leave it out for the default.")]
    [RegularExpression(PlainPath, ErrorMessage = "Genesys:BotSessionPath must begin with one / and hold neither query nor fragment.")]
    public string BotSessionPath { get; set; } = "/api/v2/integrations/botconnectors/outgoing/messages";

    /// <summary>How long one attempt of a call may take.</summary>
    /// <value>Default 00:00:10.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An attempt starts only if at least this much of the time budget is left.</summary>
    /// <value>Default 00:00:04: a budget must not make unknown outcomes.</value>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan MinimumAttempt { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How often a call that was certainly not processed is repeated in place.</summary>
    /// <value>Default 2.</value>
    [Range(0, 10)]
    public int Repeats { get; set; } = 2;

    /// <summary>The first pause between repeats; it doubles, with jitter.</summary>
    /// <value>Default 00:00:00.5.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:30")]
    public TimeSpan RepeatDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest <c>Retry-After</c> that is waited for in place.</summary>
    /// <value>Default 00:00:02.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The calls within <see cref="BreakerSampling"/> from which on the breaker judges.</summary>
    /// <value>Default 10, because an OAuth client makes about 5 requests a second.</value>
    [Range(2, 10_000)]
    public int BreakerMinimumThroughput { get; set; } = 10;

    /// <summary>The share of failures that opens the breaker. 429 is no failure.</summary>
    /// <value>Default 0.5.</value>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The time over which failures are counted.</summary>
    /// <value>Default 00:00:30.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerSampling { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the breaker stays open.</summary>
    /// <value>Default 00:00:15.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long before its end an access token is replaced.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan TokenMargin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a user that was found by email is remembered.</summary>
    /// <value>Default 00:10:00.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan UserCacheDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it is remembered that nobody has an email address.</summary>
    /// <value>Default 00:01:00.</value>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan UnknownUserCacheDuration { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The login address in force.</summary>
    public Uri GetLoginAddress() => LoginUrl ?? OfRegion("login");

    /// <summary>The API's address in force.</summary>
    public Uri GetApiAddress() => ApiUrl ?? OfRegion("api");

    private Uri OfRegion(string host) => new($"https://{host}.{GenesysRegions.Domains[Region]}");
}
