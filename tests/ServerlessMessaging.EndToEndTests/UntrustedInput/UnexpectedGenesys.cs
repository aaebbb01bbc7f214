using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

/// <summary>
/// The functions on a Genesys that answers as its test says: login, look-up and channels in one server.
/// Messages have less time than a deferral takes, so that every caller is told at once what became of his.
/// </summary>
public sealed class UnexpectedGenesys : IAsyncLifetime
{
    public const string Login = "/oauth/token";
    public const string LookUp = "/api/v2/users";
    public const string Channel = "/api/v2/openmessaging/";
    public const string UsualMessage = "m-usual";

    private int _number;

    internal RawServer Server { get; } = new(Usual);

    internal TestSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await TestSystem.StartAsync(
        ("Genesys:LoginUrl", Server.Address.ToString()),
        ("Genesys:ApiUrl", Server.Address.ToString()),
        ("Genesys:AttemptTimeout", "00:00:01.5"),
        ("Genesys:MinimumAttempt", "00:00:00.2"),
        ("Sending:FirstDeferral", "00:10:00"),
        ("Sending:MaxDeferral", "00:10:00"),
        ("Genesys:MaxRetries", "0"),
        ("Genesys:BreakerMinimumThroughput", "10000"));

    // The server first: what waits for it would hold up the functions' end.
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await System.DisposeAsync();
    }

    /// <summary>Sends a message to somebody who was never looked up.</summary>
    /// <returns>Its id and the answer.</returns>
    internal async Task<(string Id, HttpResult Answer)> SendAsync()
    {
        var id = $"odd-{Interlocked.Increment(ref _number)}";
        var expiresAt = TimeProvider.System.GetUtcNow().AddMinutes(5);
        return (id, await System.SendAsync($$$"""{"id":"{{{id}}}","to":{"email":"{{{id}}}@example.com"},"message":{"type":"text","text":"{{{id}}}"},"expiresAt":"{{{expiresAt:O}}}"}"""));
    }

    /// <summary>How often a message was posted.</summary>
    internal int Posts(string id) =>
        Server.Requests.Count(request => request.Target.StartsWith(Channel, StringComparison.Ordinal) && request.Body.Contains($"\"{id}\"", StringComparison.Ordinal));

    /// <summary>Sends a message that is certainly not sent now, and would wait if it had the time.</summary>
    /// <param name="why">The code of what held it up.</param>
    /// <param name="posts">How often it was posted all the same.</param>
    internal async Task AssertWaitsAsync(string why = "SM2202", int posts = 0)
    {
        var (id, response) = await SendAsync();

        Assert.True(response is { Status: 422, Code: "SM3008" }, response.ToString());
        Assert.Contains($"the last attempt ended with {why}", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(posts, Posts(id));
    }

    // A token that is over at once, so that every message asks the login.
    private static RawResponse Usual(RawRequest request) =>
        request.Target == Login ? RawResponses.Of("200 OK", """{"access_token":"token","expires_in":0.001}""")
        : request.Target.StartsWith(LookUp, StringComparison.Ordinal) ? RawResponses.Of("200 OK", User(request.Target))
        : RawResponses.Of("202 Accepted", $$"""{"id":"{{UsualMessage}}"}""");

    private static string User(string target)
    {
        var email = Uri.UnescapeDataString(target.Split("email=")[1].Split('&')[0]);
        return JsonSerializer.Serialize(new { entities = new[] { new { id = email.Split('@')[0], email } } });
    }
}
