namespace ServerlessMessaging.Callbacks.BotFlows;

/// <summary>What became of one delivery.</summary>
/// <param name="Name">In a word, for who measures it.</param>
public abstract record DeliveryOutcome(string Name);

/// <summary>The flow took the event.</summary>
/// <param name="Answer">What it answered, at most <see cref="BotFlowPost.LongestAnswer"/> bytes.</param>
/// <param name="IsCut">Whether it answered more.</param>
public sealed record Delivered(ReadOnlyMemory<byte> Answer, bool IsCut) : DeliveryOutcome("delivered");

/// <summary>The flow did not take it; it may another time.</summary>
/// <param name="Cause">Why, in few words.</param>
internal sealed record NotDelivered(string Cause) : DeliveryOutcome("not_delivered");

/// <summary>The flow says that it is gone for good.</summary>
internal sealed record FlowGone() : DeliveryOutcome("gone");

/// <summary>The event is larger than a queue takes.</summary>
/// <param name="Bytes">Its size.</param>
internal sealed record TooLarge(int Bytes) : DeliveryOutcome("too_large");

/// <summary>Our own stop cut the delivery off: it says nothing about the flow.</summary>
internal sealed record Interrupted() : DeliveryOutcome("interrupted");

/// <summary>It is not the flow's fault: we cannot sign.</summary>
internal sealed record NotSigned() : DeliveryOutcome("not_signed");
