using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Responds to one delivery; the token is cancelled when the caller disconnects or the test ends.</summary>
internal delegate Task FlowResponse(HttpContext context, CancellationToken cancellationToken);

/// <summary>Responses of a bot flow.</summary>
internal static class FlowResponses
{
    /// <summary>Does not respond.</summary>
    public static FlowResponse Hang { get; } = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>Aborts the connection.</summary>
    public static FlowResponse Abort { get; } = (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static FlowResponse Status(int status) => (context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public static FlowResponse Redirect(Uri target, int status = StatusCodes.Status307TemporaryRedirect) => (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target.ToString();
        return Task.CompletedTask;
    };

    public static FlowResponse Body(string body, string? contentType = null, string? encoding = null) => async (context, cancellationToken) =>
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), cancellationToken);
    };

    /// <summary>A reply whose message is given as JSON.</summary>
    public static FlowResponse Reply(string message) => Body(ReplyBody(message));

    /// <summary>A reply of a text.</summary>
    public static FlowResponse ReplyText(string text) => Reply($$"""{"type":"text","text":"{{text}}"}""");

    /// <summary>A reply of a text whose last byte is not sent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ending">What happens in place of the last byte.</param>
    public static FlowResponse IncompleteReplyText(string text, FlowResponse ending) => async (context, cancellationToken) =>
    {
        var body = Encoding.UTF8.GetBytes(ReplyBody($$"""{"type":"text","text":"{{text}}"}"""));
        context.Response.ContentLength = body.Length + 1;
        await context.Response.Body.WriteAsync(body, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        await ending(context, cancellationToken);
    };

    /// <summary>Runs an action of the test before the response.</summary>
    public static FlowResponse After(Action action, FlowResponse response) => (context, cancellationToken) =>
    {
        action();
        return response(context, cancellationToken);
    };

    private static string ReplyBody(string message) => $$"""{"reply":{{message}}}""";
}
