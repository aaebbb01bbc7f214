using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>Reads the answer to a post of events: a list with <c>{id}</c> or <c>{error:{code,message}}</c> per event, if all is well.</summary>
internal static class EventResults
{
    /// <summary>What became of each event.</summary>
    /// <param name="body">The body of an answer whose HTTP status says success.</param>
    /// <param name="count">How many events were posted.</param>
    /// <returns>As many results as events, in their order; <see cref="PostResult.Unknown"/> where the answer does not tell.</returns>
    public static IReadOnlyList<PostResult> Read(ReadOnlyMemory<byte> body, int count)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var answered = document.RootElement.ValueKind == JsonValueKind.Array ? document.RootElement.GetArrayLength() : 0;
            return [.. Enumerable.Range(0, count).Select(index => index < answered ? Read(document.RootElement[index]) : PostResult.Unknown)];
        }
        catch (JsonException)
        {
            return [.. Enumerable.Repeat(PostResult.Unknown, count)];
        }
    }

    private static PostResult Read(JsonElement item)
    {
        if (ErrorBody.Member(item, "error") is { ValueKind: JsonValueKind.Object } element
            && ErrorBody.Read(element, correlationId: null) is { } error && (error.Code ?? error.Message) is not null)
        {
            var said = Status(element);
            return new(null, GenesysErrors.Read(EventErrorStatus.Of(error.Code, said), error, MessagingEventsRoute.PostScope) with { Status = said });
        }

        return ErrorBody.Text(item, "id") is { } id ? new(id, null) : PostResult.Unknown;
    }

    private static int? Status(JsonElement error) =>
        ErrorBody.Member(error, "status") is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var status) && status is >= 400 and <= 599
            ? status
            : null;
}
