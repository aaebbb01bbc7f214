using System.Text.Json.Nodes;
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

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static string Body => SendRequests.WithId(Id);

    public static string AnotherBody => SendRequests.AnotherBody(Id);

    /// <summary>Sends it, so that one message is on the phone, and writes its record.</summary>
    /// <param name="system">Where.</param>
    /// <param name="state">The state, or one of <see cref="SendingAlive"/> and <see cref="SendingOver"/>.</param>
    /// <param name="lease">The lease of <see cref="SendingAlive"/>; null for one that outlives the test.</param>
    public static async Task BringAsync(TestSystem system, string state, TimeSpan? lease = null)
    {
        Assert.Equal(200, (await system.SendAsync(Body)).Status);
        await system.Records.ChangeAsync(
            Id,
            ("state", state.Split(',')[0]),
            ("attempt", Attempt),
            ("owner", state.StartsWith("sending", StringComparison.Ordinal) ? "another-process" : null),
            ("lease", LeaseOf(state, lease)));
    }

    private static JsonNode? LeaseOf(string state, TimeSpan? lease) => state switch
    {
        SendingAlive => (lease ?? Lease).ToString("c"),
        SendingOver => TimeSpan.Zero.ToString("c"),
        _ => null,
    };
}
