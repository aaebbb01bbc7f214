namespace ServerlessMessaging.BotFlows;

/// <summary>The outcome of one delivery.</summary>
/// <param name="Name">The value of the metric.</param>
internal abstract record DeliveryOutcome(string Name);

/// <summary>The flow accepted the event.</summary>
/// <param name="Response">Its response, at most <see cref="BotFlowClient.MaxResponseBytes"/> bytes.</param>
/// <param name="IsCut">Whether the response was longer.</param>
/// <param name="ContentType">The header, as it came.</param>
/// <param name="ContentEncoding">The header; null where the response is not encoded.</param>
internal sealed record Delivered(ReadOnlyMemory<byte> Response, bool IsCut = false, string? ContentType = null, string? ContentEncoding = null) : DeliveryOutcome("delivered");

/// <summary>The flow did not accept it; a retry may succeed.</summary>
internal sealed record NotDelivered(string Cause) : DeliveryOutcome("not_delivered");

/// <summary>The flow will never accept it.</summary>
internal sealed record Undeliverable(string Name, Problem Problem) : DeliveryOutcome(Name);

/// <summary>The application stopped during the delivery, which says nothing about the flow.</summary>
internal sealed record Interrupted() : DeliveryOutcome("interrupted");

/// <summary>The flow's secret cannot be read, so nothing was posted.</summary>
internal sealed record NotSigned() : DeliveryOutcome("not_signed");
