using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The posts of a backlog that is larger than the rate limit of Genesys.</summary>
/// <param name="Sent">Posts that Genesys accepted.</param>
/// <param name="Refused">Posts that Genesys refused with 429.</param>
/// <param name="Used">The share of the allowance that was used from the first post until the last window began.</param>
/// <param name="Seconds">The seconds from the first post to the last.</param>
internal sealed record Backlog(int Sent, int Refused, double Used, double Seconds)
{
    /// <summary>Computes it from the requests of the simulator.</summary>
    public static async Task<Backlog> ReadAsync(SimulatorControl control, int allowed, TimeSpan window)
    {
        var posts = await control.PostsAsync();
        var accepted = posts.Where(post => Status(post) == 202).Select(post => post.GetProperty("at").GetDateTimeOffset()).Order().ToArray();
        // The server's windows begin with the first call after the one before.
        var start = accepted[0];
        var before = 0;
        for (var index = 0; index < accepted.Length; index++)
        {
            (start, before) = accepted[index] >= start + window ? (accepted[index], index) : (start, before);
        }

        var used = before / (allowed * ((start - accepted[0]) / window));
        return new(accepted.Length, posts.Count(post => Status(post) == 429), used, (accepted[^1] - accepted[0]).TotalSeconds);
    }

    public override string ToString() => $"{Sent:N0} sent in {Seconds:N0} s, {Used:P1} of the full windows used, {Refused:N0} refused";

    private static int Status(JsonElement post) => post.GetProperty("status").ValueKind == JsonValueKind.Number ? post.GetProperty("status").GetInt32() : 0;
}
