using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ServerlessMessaging.DevHost.Azurite;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Has deliveries judged by the public libraries for Standard Webhooks and CloudEvents.</summary>
internal static class DeliveryJudge
{
    /// <summary>A verdict for each delivery, in order.</summary>
    public static async Task<IReadOnlyList<JsonElement>> JudgeAsync(IEnumerable<(IReadOnlyDictionary<string, string> Headers, byte[] Body, string Secret)> deliveries)
    {
        await NodePackages.EnsureAsync(_ => { }, TestContext.Current.CancellationToken);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(SourceFolder(), "deliveries.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await JsonSerializer.SerializeAsync(
            node.StandardInput.BaseStream,
            deliveries.Select(delivery => new { headers = delivery.Headers, body = Convert.ToBase64String(delivery.Body), secret = delivery.Secret }),
            cancellationToken: TestContext.Current.CancellationToken);
        node.StandardInput.Close();
        var verdicts = await JsonSerializer.DeserializeAsync<List<JsonElement>>(node.StandardOutput.BaseStream, cancellationToken: TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return verdicts!;
    }

    /// <summary>Sees that every delivery of a flow is a valid event, signed with a secret.</summary>
    public static async Task AssertGoodAsync(IEnumerable<FlowDelivery> deliveries, string secret = CallbackScene.FlowSecret)
    {
        var verdicts = await JudgeAsync(deliveries.Select(delivery => (delivery.Headers, delivery.Body, secret)));
        Assert.NotEmpty(verdicts);
        Assert.All(verdicts, verdict => Assert.True(verdict.GetProperty("verified").GetBoolean() && verdict.GetProperty("valid").GetBoolean(), verdict.GetRawText()));
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
