using System.ComponentModel.DataAnnotations;
using Azure.Storage.Queues;

namespace ServerlessMessaging.LocalRuntime;

/// <summary><c>extensions.queues</c> of host.json; the defaults are the host's.</summary>
internal sealed class QueueSettings
{
    [Range(1, 32, ErrorMessage = "host.json: extensions.queues.batchSize must be 1 to 32.")]
    public int BatchSize { get; set; } = 16;

    /// <value>Half of the batch size.</value>
    [Range(0, int.MaxValue, ErrorMessage = "host.json: extensions.queues.newBatchThreshold must not be negative.")]
    public int? NewBatchThreshold { get; set; }

    [Range(1, int.MaxValue, ErrorMessage = "host.json: extensions.queues.maxDequeueCount must be at least 1.")]
    public int MaxDequeueCount { get; set; } = 5;

    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00", ErrorMessage = "host.json: extensions.queues.visibilityTimeout must be 0 to 7 days, as hh:mm:ss.")]
    public TimeSpan VisibilityTimeout { get; set; }

    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ErrorMessage = "host.json: extensions.queues.maxPollingInterval must be 100 ms to 1 day, as hh:mm:ss.")]
    public TimeSpan MaxPollingInterval { get; set; } = TimeSpan.FromMinutes(1);

    [EnumDataType(typeof(QueueMessageEncoding), ErrorMessage = "host.json: extensions.queues.messageEncoding must be none or base64.")]
    public QueueMessageEncoding MessageEncoding { get; set; } = QueueMessageEncoding.Base64;

    public int Threshold => NewBatchThreshold ?? BatchSize / 2;
}
