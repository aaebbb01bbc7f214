using System.Net;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

/// <summary>Reads responses and JSON.</summary>
internal static class ResponseReading
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonElement.Parse(text);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static IReadOnlyList<JsonElement> List(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray()];

    public static IReadOnlyList<JsonElement> Items(this JsonElement element) => element.List("items");

    public static string Header(this HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    /// <summary>Asserts the error body of the API and returns it.</summary>
    public static async Task<JsonElement> AssertRefusedAsync(
        this HttpResponseMessage response, HttpStatusCode status, string code, string? message = null)
    {
        var body = await response.JsonAsync();
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code, body.Text("code"));
        Assert.Equal((int)status, body.GetProperty("status").GetInt32());
        Assert.Equal(response.Header("ININ-Correlation-Id"), body.Text("contextId"));
        Assert.Equal(JsonValueKind.Array, body.GetProperty("details").ValueKind);
        Assert.Equal(JsonValueKind.Array, body.GetProperty("errors").ValueKind);
        Assert.NotEmpty(body.Text("message"));
        if (message is not null)
        {
            Assert.Equal(message, body.Text("message"));
        }

        return body;
    }
}
