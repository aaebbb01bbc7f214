using ServerlessMessaging.Journal;

namespace ServerlessMessaging.Callbacks.Routing;

/// <summary>What is known of the request behind a webhook.</summary>
/// <param name="Entry">The request that it certainly belongs to; null where there is none.</param>
/// <param name="Conversation">The last request of its conversation, for who is to be answered and who listens.</param>
/// <param name="IsPress">Whether the customer pressed a button, or said what one would have said.</param>
/// <param name="MayComeLater">Whether the way to the request may only not be written yet.</param>
internal sealed record RelatedRequest(IndexEntry? Entry, IndexEntry? Conversation, bool IsPress, bool MayComeLater = false);
