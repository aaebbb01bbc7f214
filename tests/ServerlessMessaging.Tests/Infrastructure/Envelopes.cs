using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>Our own queues without a storage account: they write and read texts only.</summary>
internal static class Envelopes
{
    public static DeferredQueue Deferred { get; } = new(null!, null!, TimeProvider.System);

    public static CallbackQueue Callbacks { get; } = new(null!, null!, TimeProvider.System);
}
