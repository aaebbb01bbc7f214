using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.UntrustedInput;

/// <summary>
/// The functions with a Genesys that gives the responses of a test: login, look-up and channels in one server.
/// Messages expire before a deferral would end, so that every response reports the outcome of the first attempt.
/// </summary>
public sealed class UnexpectedGenesys : IAsyncLifetime
{
    public const string Login = "/oauth/token";
    public const string LookUp = "/api/v2/users";
    public const string Channel = "/api/v2/openmessaging/";
    public const string DefaultMessageId = "m-default";

    private int _number;

    internal RawServer Server { get; } = new(DefaultResponse);

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

    // The server first: a call that waits for it would delay the stop of the functions.
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await System.DisposeAsync();
    }

    /// <summary>Sends a message to a user who was not looked up before.</summary>
    /// <returns>Its id and the response.</returns>
    internal async Task<(string Id, HttpResult Response)> SendAsync()
    {
        var id = $"unexpected-{Interlocked.Increment(ref _number)}";
        var expiresAt = TimeProvider.System.GetUtcNow().AddMinutes(5);
        return (id, await System.SendAsync($$$"""{"id":"{{{id}}}","to":{"email":"{{{id}}}@example.com"},"message":{"type":"text","text":"{{{id}}}"},"expiresAt":"{{{expiresAt:O}}}"}"""));
    }

    /// <summary>How often a message was posted.</summary>
    internal int Posts(string id) =>
        Server.Requests.Count(request => request.Target.StartsWith(Channel, StringComparison.Ordinal) && request.Body.Contains($"\"{id}\"", StringComparison.Ordinal));

    /// <summary>Sends a message that is not sent now and would be deferred if it did not expire first.</summary>
    /// <param name="reason">The code of the failed attempt.</param>
    /// <param name="posts">How often it was posted.</param>
    internal async Task AssertWaitsAsync(string reason = "SM2202", int posts = 0)
    {
        var (id, response) = await SendAsync();

        Assert.True(response is { Status: 422, Code: "SM3008" }, response.ToString());
        Assert.Contains($"the last attempt ended with {reason}", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(posts, Posts(id));
    }

    // The token expires at once, so that every message logs in again.
    private static RawResponse DefaultResponse(RawRequest request) =>
        request.Target == Login ? RawResponses.Create("200 OK", """{"access_token":"token","expires_in":0.001}""")
        : request.Target.StartsWith(LookUp, StringComparison.Ordinal) ? RawResponses.Create("200 OK", User(request.Target))
        : RawResponses.Create("202 Accepted", $$"""{"id":"{{DefaultMessageId}}"}""");

    private static string User(string target)
    {
        var email = Uri.UnescapeDataString(target.Split("email=")[1].Split('&')[0]);
        return JsonSerializer.Serialize(new { entities = new[] { new { id = email.Split('@')[0], email } } });
    }
}
