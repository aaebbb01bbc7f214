using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.StateTable;

/// <summary>A request that was sent once, whose record is then brought into the state that a test speaks of.</summary>
internal static class KnownRequest
{
    public const string Id = "known";

    /// <summary>Not the first, so that an attempt that falls is seen.</summary>
    public const int Attempt = 3;

    public const string SendingAlive = "sending, lease alive";
    public const string SendingOver = "sending, lease over";

    /// <summary>A lease in seconds that ended before its record was written: the service tells its clock in whole seconds.</summary>
    public const int LeaseOver = -1;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static string Body => SendRequests.WithId(Id);

    public static string PayloadMismatch => SendRequests.PayloadMismatch(Id);

    /// <summary>Sends it, so that one message is on the phone, and writes its record.</summary>
    /// <param name="system">Where.</param>
    /// <param name="state">The state, or one of <see cref="SendingAlive"/> and <see cref="SendingOver"/>.</param>
    /// <param name="lease">The lease of <see cref="SendingAlive"/>; null for one that outlives the test.</param>
    public static async Task BringAsync(TestSystem system, string state, TimeSpan? lease = null)
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
        SendingAlive => (int)(lease ?? Lease).TotalSeconds,
        SendingOver => LeaseOver,
        _ => null,
    };
}
