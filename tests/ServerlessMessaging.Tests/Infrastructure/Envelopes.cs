using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The queues without a storage account, which only write and read texts.</summary>
internal static class Envelopes
{
    public static DeferredQueue Deferred { get; } = new(null!, null!, TimeProvider.System);

    public static CallbackQueue Callbacks { get; } = new(null!, null!, TimeProvider.System);
}
