using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>A card, records in memory, against an HttpClient that posts the same bytes.</summary>
internal static class SendCard
{
    public const string Work = "1 card, 64 in flight, records in memory | HttpClient posting the same bytes";

    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var count = run.Count(6_000);
        await using var product = Product.Create(run.Stub, InMemoryTables.Empty());
        var sender = product.GetRequiredService<MessageSender>();
        var http = product.GetRequiredService<IHttpClientFactory>().CreateClient();
        http.BaseAddress = new Uri(run.Stub);
        var pairs = await Pairs.RunAsync(
            run.Pairs,
            () => Cost.MeasureAsync(() => RatioRun.ForAsync(count, RatioRun.InFlight, _ => SendAsync(sender, Requests.Card(RatioRun.NewId())))),
            () => Cost.MeasureAsync(() => RatioRun.ForAsync(count, RatioRun.InFlight, _ => PostAsync(http))));
        return
        [
            pairs.ToFigure(Work, "CPU us", cost => cost.Cpu.TotalMicroseconds / count, goal: 2),
            pairs.ToFigure(Work, "KB allocated", cost => cost.Bytes / 1024.0 / count, goal: null),
        ];
    }

    /// <exception cref="InvalidOperationException">It was not sent.</exception>
    public static async Task SendAsync(MessageSender sender, string request)
    {
        var outcome = await sender.SendAsync(Encoding.UTF8.GetBytes(request), idempotencyKey: null, respondAsync: false, sender.StartBudget());
        if (outcome is not Sent)
        {
            throw new InvalidOperationException($"A message was not sent: {outcome}");
        }
    }

    private static async Task PostAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Requests.CardPath)
        {
            Content = new ByteArrayContent(Requests.PostedCard) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "stub");
        using var response = await http.SendAsync(request);
        await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
