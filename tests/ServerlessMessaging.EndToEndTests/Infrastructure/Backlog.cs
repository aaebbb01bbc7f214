using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>What became of a backlog that is larger than what Genesys allows at once.</summary>
/// <param name="Sent">Posts that Genesys took.</param>
/// <param name="Refused">Posts that it refused for their rate.</param>
/// <param name="Used">The share of the allowance that was used from the first post until the last window began.</param>
/// <param name="Seconds">From the first post to the last.</param>
internal sealed record Backlog(int Sent, int Refused, double Used, double Seconds)
{
    /// <summary>Reads it off the posts that came.</summary>
    public static async Task<Backlog> ReadAsync(SimulatorControl control, int allowed, TimeSpan window)
    {
        var posts = await control.PostsAsync();
        var taken = posts.Where(post => Status(post) == 202).Select(post => post.GetProperty("at").GetDateTimeOffset()).Order().ToArray();
        // The server's windows begin with the first call after the one before.
        var start = taken[0];
        var before = 0;
        for (var index = 0; index < taken.Length; index++)
        {
            (start, before) = taken[index] >= start + window ? (taken[index], index) : (start, before);
        }

        var used = before / (allowed * ((start - taken[0]) / window));
        return new(taken.Length, posts.Count(post => Status(post) == 429), used, (taken[^1] - taken[0]).TotalSeconds);
    }

    public override string ToString() => $"{Sent:N0} sent in {Seconds:N0} s, {Used:P1} of the full windows used, {Refused:N0} refused";

    private static int Status(JsonElement post) => post.GetProperty("status").ValueKind == JsonValueKind.Number ? post.GetProperty("status").GetInt32() : 0;
}
