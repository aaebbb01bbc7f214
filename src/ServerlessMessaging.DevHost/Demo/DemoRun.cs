using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Demo;

/// <summary>Sends every sample through the whole system and looks at the customer's phone afterwards.</summary>
internal static class DemoRun
{
    private const int AllArrived = 0;
    private const int SomethingMissing = 1;

    public static async Task<int> RunAsync(LocalSystem system, string functionKey, TextWriter output, CancellationToken cancellationToken)
    {
        using var client = LoopbackClient.Create();
        client.DefaultRequestHeaders.Add("x-functions-key", functionKey);
        var phone = new Phone(client, system.Simulator!);
        var run = Guid.CreateVersion7().ToString("N");
        var samples = Directory.GetFiles(Path.Combine(RepositoryFolder.Find(), "samples"), "*.json").Order(StringComparer.Ordinal).ToList();
        var arrived = 0;
        foreach (var sample in samples)
        {
            output.WriteLine();
            arrived += await SendAsync(client, new Uri(system.Functions, "/api/messages"), sample, run, phone, output, cancellationToken) ? 1 : 0;
        }

        output.WriteLine();
        output.WriteLine($"{arrived} of {samples.Count} samples arrived.");
        return arrived == samples.Count && samples.Count > 0 ? AllArrived : SomethingMissing;
    }

    // Kept data would remember the ids of an earlier demo and answer from its records.
    private static byte[] WithOwnId(byte[] sample, string run)
    {
        var request = JsonNode.Parse(sample)!.AsObject();
        if (request["id"] is { } id)
        {
            request["id"] = $"{id}-{run}";
        }

        return JsonSerializer.SerializeToUtf8Bytes(request);
    }

    private static async Task<bool> SendAsync(HttpClient client, Uri address, string sample, string run, Phone phone, TextWriter output, CancellationToken cancellationToken)
    {
        var body = WithOwnId(await File.ReadAllBytesAsync(sample, cancellationToken), run);
        output.WriteLine($"request   samples/{Path.GetFileName(sample)}, {body.Length} bytes -> POST {address.AbsolutePath}");
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.PostAsync(address, content, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            output.WriteLine($"refused   {(int)response.StatusCode} {text}");
            return false;
        }

        using var answer = JsonDocument.Parse(text);
        var messageId = answer.RootElement.GetProperty("messageId").GetString();
        var degradations = string.Join(", ", answer.RootElement.GetProperty("degradations").EnumerateArray().Select(item => item.GetString()));
        output.WriteLine($"route     {answer.RootElement.GetProperty("route")}{(degradations.Length > 0 ? $" ({degradations})" : string.Empty)}");
        output.WriteLine($"Genesys   message {messageId}");
        var lines = await phone.ShowAsync(messageId, cancellationToken);
        output.WriteLine(lines is null ? "customer  does not see it" : $"customer  {string.Join(" | ", lines)}");
        return lines is not null;
    }
}
