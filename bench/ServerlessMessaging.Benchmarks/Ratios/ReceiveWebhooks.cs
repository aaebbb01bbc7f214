using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Benchmarks.Ratios;

/// <summary>Signed webhooks, the queue on fast storage, against an endpoint that reads the body and puts it on the queue.</summary>
internal static class ReceiveWebhooks
{
    public const string Work = "3 signed webhook, 64 in flight | endpoint that reads and enqueues";

    public static async Task<IEnumerable<Figure>> MeasureAsync(RatioRun run)
    {
        var count = run.Count(6_000);
        await using var services = Product.Create(run.Stub, InMemoryTables.Empty());
        var receiver = services.GetRequiredService<WebhookReceiver>();
        var queue = services.GetRequiredService<QueueServiceClient>().GetQueueClient(QueueNames.Callbacks);
        await using var app = await StartAsync(async context => context.Response.StatusCode = context.Request.Path.Value switch
        {
            "/product" => await ReceiveAsync(receiver, context.Request) == ReceiveOutcome.Accepted ? 200 : 401,
            _ => await EnqueueAsync(queue, context.Request),
        });
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var pairs = await Pairs.RunAsync(run.Pairs, () => LoadAsync("product"), () => LoadAsync("baseline"));
        return [pairs.ToFigure(Work, "CPU us", cost => cost.Cpu.TotalMicroseconds / count, goal: 1.25)];

        Task<Cost> LoadAsync(string path) => Cost.MeasureAsync(async () =>
        {
            await using var load = ChildProcess.StartSelf("webhooks", $"{address}/{path}", $"{count}", $"{RatioRun.InFlight}");
            await load.LineAsync("done");
        });
    }

    // As the function does.
    private static async Task<ReceiveOutcome> ReceiveAsync(WebhookReceiver receiver, HttpRequest request)
    {
        var start = receiver.Start();
        return receiver.ReadSignature([.. request.Headers[WebhookSignature.HeaderName]]) is { } signature
            ? await receiver.ReceiveAsync(signature, await ReadAsync(request), start, request.HttpContext.RequestAborted)
            : ReceiveOutcome.Refused;
    }

    private static async Task<int> EnqueueAsync(QueueClient queue, HttpRequest request)
    {
        await queue.SendMessageAsync(Convert.ToBase64String(await ReadAsync(request)), timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: request.HttpContext.RequestAborted);
        return 200;
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate respond)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(respond);
        await app.StartAsync();
        return app;
    }
}

/// <summary>Posts signed webhooks, as a process of its own.</summary>
internal static class WebhookLoad
{
    /// <param name="args">The address, how many, and how many at once.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (address, count, inFlight) = (new Uri(args[0]), int.Parse(args[1], null), int.Parse(args[2], null));
        var body = """{"id":"5974b586-0df3-4e2d-ad0c-18e3892bfca2","channel":{"platform":"Open","type":"Private","to":{"id":"customer-1","idType":"Opaque"},"from":{"id":"9a1d5b7e-4f0c-4c0e-8a53-0d0c1c1b2a3f"},"time":"2026-11-27T18:00:00.000Z","messageId":"5974b586-0df3-4e2d-ad0c-18e3892bfca2"},"type":"Structured","content":[{"contentType":"ButtonResponse","buttonResponse":{"type":"Button","text":"Approve","payload":"approve"}}],"direction":"Inbound"}"""u8.ToArray();
        var signature = $"sha256={Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(StubVault.Value), body))}";
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        await RatioRun.ForAsync(count, inFlight, async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Headers.Add(WebhookSignature.HeaderName, signature);
            using var response = await http.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
        });
        Console.WriteLine("done");
        return 0;
    }
}
