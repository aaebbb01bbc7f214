using System.ComponentModel.DataAnnotations;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The settings of this runtime, section <c>LocalRuntime</c>.</summary>
public sealed class LocalRuntimeOptions
{
    public const string SectionName = "LocalRuntime";

    /// <summary>The port on loopback; 0 takes a free one.</summary>
    /// <value>7071.</value>
    [Range(0, 65535, ErrorMessage = "LocalRuntime:Port must be 0 (a free port) to 65535.")]
    public int Port { get; set; } = 7071;

    /// <summary>The function key: header <c>x-functions-key</c> or query <c>code</c>.</summary>
    /// <value><c>local</c>.</value>
    [Required(ErrorMessage = "LocalRuntime:FunctionKey must not be empty.")]
    public string FunctionKey { get; set; } = "local";

    /// <summary>How long a message is kept from others before its lease is renewed; whole seconds, renewed at half of it.</summary>
    /// <value>10 minutes, as the host does.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00", ErrorMessage = "LocalRuntime:QueueLease must be 1 second to 7 days.")]
    public TimeSpan QueueLease { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The path of host.json.</summary>
    /// <value>host.json in the content root, else beside the program; where neither exists, the host's defaults.</value>
    public string? HostJson { get; set; }
}
