namespace ServerlessMessaging.BotFlows;

/// <summary>The outcome of one delivery.</summary>
/// <param name="Name">The value of the metric.</param>
internal abstract record DeliveryOutcome(string Name);

/// <summary>The flow took the event.</summary>
/// <param name="Response">Its response, at most <see cref="BotFlowClient.MaxResponseBytes"/> bytes.</param>
/// <param name="IsCut">Whether the response was longer.</param>
internal sealed record Delivered(ReadOnlyMemory<byte> Response, bool IsCut) : DeliveryOutcome("delivered");

/// <summary>The flow did not take it, but may take it another time.</summary>
internal sealed record NotDelivered(string Cause) : DeliveryOutcome("not_delivered");

/// <summary>The flow will never take it.</summary>
internal sealed record Undeliverable(string Name, Problem Problem) : DeliveryOutcome(Name);

/// <summary>Our own stop cut the delivery off: it says nothing about the flow.</summary>
internal sealed record Interrupted() : DeliveryOutcome("interrupted");

/// <summary>The flow's secret cannot be read, so nothing was posted.</summary>
internal sealed record NotSigned() : DeliveryOutcome("not_signed");
