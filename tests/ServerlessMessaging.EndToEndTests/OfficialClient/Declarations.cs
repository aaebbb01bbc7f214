using System.Text.Json;

namespace ServerlessMessaging.EndToEndTests.OfficialClient;

/// <summary>A body on the wire and its type in <c>wire.ts</c>.</summary>
internal sealed record WireBody(string Type, string Json);

/// <summary>Checks bodies against the declarations of Genesys' official client, by the TypeScript compiler.</summary>
internal static class Declarations
{
    /// <summary>For each body what is wrong with it.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> CheckAsync(IReadOnlyCollection<WireBody> bodies) =>
    [
        .. (await NodeScript.RunAsync("check.mjs", bodies)).EnumerateArray().Select(errors => errors.EnumerateArray().Select(error => error.GetString()!).ToArray()),
    ];

    public static async Task AssertMatchAsync(IReadOnlyCollection<WireBody> bodies)
    {
        Assert.NotEmpty(bodies);
        var checkedBodies = bodies.Zip(await CheckAsync(bodies));
        Assert.Empty(checkedBodies.Where(one => one.Second.Count > 0).Select(one => $"{one.First.Type}: {string.Join("; ", one.Second)}\n{one.First.Json}"));
    }

    public static WireBody Body(string type, JsonElement body) => new(type, body.GetRawText());
}
