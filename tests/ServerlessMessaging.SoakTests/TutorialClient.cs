using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.SoakTests;

/// <summary>The client of the tutorials, for comparison: three retries after a refusal, 1, 2 and 4 s later.</summary>
internal sealed class TutorialClient(Uri genesys, string userId)
{
    private static readonly int[] Waits = [1, 2, 4];

    /// <summary>Sends messages with the concurrency of one functions process.</summary>
    /// <returns>How many were lost.</returns>
    public async Task<int> SendAsync(int messages)
    {
        using var http = LoopbackClient.Create();
        http.BaseAddress = genesys;
        http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(http));
        var lost = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages),
            new ParallelOptions { MaxDegreeOfParallelism = 12, CancellationToken = TestContext.Current.CancellationToken },
            async (number, _) =>
            {
                if (!await SendOneAsync(http, number))
                {
                    Interlocked.Increment(ref lost);
                }
            });
        return lost;
    }

    private static async Task<string> TokenAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DevelopmentValues.ClientId}:{DevelopmentValues.ClientSecret}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString()!;
    }

    private async Task<bool> SendOneAsync(HttpClient http, int number)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var response = await http.PostAsJsonAsync(
                $"/api/v2/openmessaging/channels/user:{userId}/messages",
                new { type = "message", content = new[] { new { type = "text", text = $"{number}" } } },
                TestContext.Current.CancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt == Waits.Length)
            {
                return response.IsSuccessStatusCode;
            }

            await Pause.ForAsync(TimeSpan.FromSeconds(Waits[attempt]));
        }
    }
}
