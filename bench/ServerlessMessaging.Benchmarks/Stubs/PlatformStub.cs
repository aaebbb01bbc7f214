using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Benchmarks.Stubs;

/// <summary>
/// A process that answers for Genesys Cloud and for a storage account at once and keeps nothing, because an emulator slows as it fills and hides the product.
/// Its queues deliver as many messages as <c>POST /fill?count=</c> asked for.
/// </summary>
internal static class PlatformStub
{
    private const string Put =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList><QueueMessage><MessageId>5974b586-0df3-4e2d-ad0c-18e3892bfca2</MessageId><InsertionTime>Fri, 27 Nov 2026 18:00:00 GMT</InsertionTime>"
        + "<ExpirationTime>Fri, 27 Nov 2099 18:00:00 GMT</ExpirationTime><PopReceipt>AgAAAA</PopReceipt><TimeNextVisible>Fri, 27 Nov 2026 18:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>";

    private static readonly byte[] PutResponse = Encoding.UTF8.GetBytes(Put);
    private static readonly byte[] NotFound = """{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"The resource does not exist."}}}"""u8.ToArray();
    private static readonly byte[] Token = """{"access_token":"stub","token_type":"bearer","expires_in":86399}"""u8.ToArray();
    private static readonly byte[] Posted = """{"id":"5974b5860df34e2dad0c18e3892bfca2","conversationId":"1c27e3e4-8ba7-4a6f-9c4f-a5b9b7a3a7f1"}"""u8.ToArray();

    private static int _left;
    private static int _delivered;

    /// <summary>Prints its address and runs until its standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        await request.Body.CopyToAsync(Stream.Null);
        var path = request.Path.Value!;
        var answer = request.Method switch
        {
            _ when path == "/oauth/token" => Json(Token),
            _ when path == "/fill" => Fill(int.Parse(request.Query["count"]!, CultureInfo.InvariantCulture)),
            _ when path.StartsWith("/api/v2/", StringComparison.Ordinal) => Json(Posted, path.Contains("/openmessaging/", StringComparison.Ordinal) ? 202 : 200),
            "POST" when path.EndsWith("/messages", StringComparison.Ordinal) => Xml(PutResponse, 201),
            "GET" when path.EndsWith("/messages", StringComparison.Ordinal) => Xml(Messages(int.TryParse(request.Query["numofmessages"], out var count) ? count : 1), 200),
            "DELETE" => new(204, null, null),
            // A table's row: written, or not there.
            "GET" => Json(NotFound, 404),
            _ => new(request.Path.Value!.Contains('(', StringComparison.Ordinal) || request.Method == "POST" ? 204 : 201, null, null),
        };
        response.StatusCode = answer.Status;
        response.Headers.ETag = "W/\"datetime'2026-11-27T18%3A00%3A00.0000000Z'\"";
        // So that no rate limit is felt.
        response.Headers["inin-ratelimit-allowed"] = "1000000";
        response.Headers["inin-ratelimit-count"] = "1";
        response.Headers["inin-ratelimit-reset"] = "60";
        if (answer.Body is { } body)
        {
            response.ContentType = answer.Type;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body);
        }
    }

    private static Answer Json(byte[] body, int status = 200) => new(status, body, "application/json");

    private static Answer Xml(byte[] body, int status) => new(status, body, "application/xml");

    private static Answer Fill(int count)
    {
        Interlocked.Exchange(ref _left, count);
        return new(204, null, null);
    }

    private static byte[] Messages(int count)
    {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList>");
        while (count-- > 0 && Interlocked.Decrement(ref _left) >= 0)
        {
            var number = Interlocked.Increment(ref _delivered);
            list.Append(CultureInfo.InvariantCulture, $"<QueueMessage><MessageId>{number}</MessageId><InsertionTime>{TimeProvider.System.GetUtcNow():R}</InsertionTime><ExpirationTime>Fri, 27 Nov 2099 18:00:00 GMT</ExpirationTime>")
                .Append(CultureInfo.InvariantCulture, $"<PopReceipt>AgAAAA</PopReceipt><TimeNextVisible>Fri, 27 Nov 2099 18:00:00 GMT</TimeNextVisible><DequeueCount>1</DequeueCount><MessageText>{WebUtility.HtmlEncode(Requests.Card($"stub-{number}"))}</MessageText></QueueMessage>");
        }

        return Encoding.UTF8.GetBytes(list.Append("</QueueMessagesList>").ToString());
    }

    private sealed record Answer(int Status, byte[]? Body, string? Type);
}
