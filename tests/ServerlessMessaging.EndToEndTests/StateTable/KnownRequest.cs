using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.StateTable;

/// <summary>A request that was sent once, whose record is then set to the state of a test.</summary>
internal static class KnownRequest
{
    public const string Id = "known";

    /// <summary>Not 1, so that a lost attempt number is noticed.</summary>
    public const int Attempt = 3;

    public const string SendingLeased = "sending, leased";
    public const string SendingLeaseExpired = "sending, lease expired";

    /// <summary>A lease in seconds that has already ended: the service reports its clock in whole seconds.</summary>
    public const int ExpiredLease = -1;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static string Body => SendRequests.WithId(Id);

    public static string PayloadMismatch => SendRequests.PayloadMismatch(Id);

    /// <summary>Sends it, so that one message has arrived, and sets the state of its record.</summary>
    /// <param name="system">The system.</param>
    /// <param name="state">The state, or one of <see cref="SendingLeased"/> and <see cref="SendingLeaseExpired"/>.</param>
    /// <param name="lease">The lease of <see cref="SendingLeased"/>; null for one that is longer than the test.</param>
    public static async Task SetStateAsync(TestSystem system, string state, TimeSpan? lease = null)
    {
        Assert.Equal(200, (await system.SendAsync(Body)).Status);
        await system.Records.ChangeAsync(
            Id,
            ("State", state.Split(',')[0]),
            ("Attempt", Attempt),
            ("Owner", state.StartsWith("sending", StringComparison.Ordinal) ? "another-process" : null),
            ("Lease", LeaseOf(state, lease)));
    }

    private static int? LeaseOf(string state, TimeSpan? lease) => state switch
    {
        SendingLeased => (int)(lease ?? Lease).TotalSeconds,
        SendingLeaseExpired => ExpiredLease,
        _ => null,
    };
}
