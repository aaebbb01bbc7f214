using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Answers one delivery; the token fires when the caller leaves or the test ends.</summary>
internal delegate Task FlowResponse(HttpContext context, CancellationToken cancellationToken);

/// <summary>What a bot flow may answer.</summary>
internal static class FlowResponses
{
    /// <summary>Never.</summary>
    public static FlowResponse Hang { get; } = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    /// <summary>The connection is cut.</summary>
    public static FlowResponse Cut { get; } = (context, _) =>
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

    public static FlowResponse Body(string body) => async (context, cancellationToken) =>
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), cancellationToken);

    /// <summary>A message, given as JSON, for the customer.</summary>
    public static FlowResponse Reply(string message) => Body(ReplyOf(message));

    /// <summary>The same, as a text.</summary>
    public static FlowResponse Say(string text) => Reply($$"""{"type":"text","text":"{{text}}"}""");

    /// <summary>A text for the customer, whose last byte is never sent.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ending">What happens in its place.</param>
    public static FlowResponse SayAlmost(string text, FlowResponse ending) => async (context, cancellationToken) =>
    {
        var body = Encoding.UTF8.GetBytes(ReplyOf($$"""{"type":"text","text":"{{text}}"}"""));
        context.Response.ContentLength = body.Length + 1;
        await context.Response.Body.WriteAsync(body, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        await ending(context, cancellationToken);
    };

    /// <summary>Something of the test happens before the answer.</summary>
    public static FlowResponse After(Action deed, FlowResponse response) => (context, cancellationToken) =>
    {
        deed();
        return response(context, cancellationToken);
    };

    private static string ReplyOf(string message) => $$"""{"reply":{{message}}}""";
}
