namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads a send request from a queue message: bare, or as the <c>data</c> of a CloudEvent 1.0 (structured JSON).</summary>
public static class QueuedRequestReader
{
    private const string SpecVersion = "specversion";
    private const string IdPrefix = "event-";

    // The event is one level around the request.
    private const int MaximumEventDepth = JsonScan.MaximumDepth + 1;

    /// <summary>Reads one request.</summary>
    /// <param name="json">UTF-8 bytes; a byte order mark is allowed.</param>
    /// <param name="request">The request, if the result is null.</param>
    /// <param name="eventId">An id derived from the event's source and id; null where there is no event.</param>
    /// <returns>Null, or why the body is not of the contract's shape.</returns>
    public static Problem? Read(ReadOnlyMemory<byte> json, out SendRequest? request, out string? eventId)
    {
        (request, eventId) = (null, null);
        var body = RequestReader.WithoutMark(json);
        var fault = JsonScan.FirstFault(body.Span);

        // An event may be deeper than a request; which of them it is, is known after parsing.
        var eventFault = fault?.Code == ErrorCodes.TooDeep ? JsonScan.FirstFault(body.Span, MaximumEventDepth) : fault;
        if (eventFault is not null)
        {
            return eventFault;
        }

        var root = JsonElement.Parse(body.Span);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(SpecVersion, out _))
        {
            return fault ?? RequestReader.Read(root, RequestReader.ReadRequest, out request);
        }

        string? id = null;
        var malformed = RequestReader.Read(root, reader => ReadEvent(reader, out id), out request);
        eventId = id;
        return malformed;
    }

    private static SendRequest ReadEvent(ObjectReader reader, out string? eventId)
    {
        // An event may have extensions of any name.
        reader.AcceptAnything();
        var (source, id) = (reader.Text("source"), reader.Text("id"));
        eventId = source.Length > 0 && id.Length > 0 ? IdPrefix + DerivedName.Compute(NameKind.CloudEvent, source, id) : null;
        if (reader.String(SpecVersion) != "1.0" || eventId is null)
        {
            throw new MalformedRequestException(Problem.At(
                $"/{SpecVersion}", ErrorCodes.WrongType, "An event is a CloudEvent with specversion 1.0, source and id, and a request as its data."));
        }

        if (reader.String("data_base64") is not { } encoded)
        {
            return reader.Object("data", RequestReader.ReadRequest) ?? throw NoData("/data");
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            throw NoData("/data_base64");
        }

        return RequestReader.Read(bytes.AsMemory(0, length), out var request) is { } malformed ? throw new MalformedRequestException(malformed) : request!;
    }

    private static MalformedRequestException NoData(string pointer) =>
        new(Problem.At(pointer, ErrorCodes.WrongType, "The event holds no request. Send the request as the event's data."));
}
