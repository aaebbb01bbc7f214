using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>Replaces the listener's fixed lease of 10 minutes in its requests.</summary>
internal sealed class QueueLeasePolicy(TimeSpan lease) : HttpPipelineSynchronousPolicy
{
    private const string Fixed = "visibilitytimeout=600";

    private readonly string _replacement = string.Create(CultureInfo.InvariantCulture, $"visibilitytimeout={(int)lease.TotalSeconds}");

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        uri.Query = uri.Query.Replace(Fixed, _replacement, StringComparison.Ordinal);
    }
}
