namespace ServerlessMessaging.Genesys.Http;

/// <summary>The error in a response body: a code such as <c>not.found</c>, a message, Genesys' id of the response, and its single errors.</summary>
internal sealed record ErrorBody(string? Code, string? Message, string? ContextId, IReadOnlyList<GenesysErrorDetail> Details)
{
    private const int MaxDetails = 20;

    /// <summary>The code, and those of its details.</summary>
    public IEnumerable<string> Codes => Details.Select(detail => detail.ErrorCode).Prepend(Code).OfType<string>();

    /// <summary>The error of a response; a channel's own is the member <c>error</c>.</summary>
    public static ErrorBody Read(GenesysResponse response)
    {
        var root = LenientJson.Parse(response.Body);
        return Read(LenientJson.Member(root, "error") is { ValueKind: JsonValueKind.Object } error ? error : root, response.CorrelationId);
    }

    /// <summary>An error inside a larger body.</summary>
    public static ErrorBody Read(JsonElement error, string? correlationId) => new(
        LenientJson.TextOrNumber(error, "code") ?? LenientJson.Text(error, "error"),
        LenientJson.Text(error, "message") ?? LenientJson.Text(error, "error_description"),
        LenientJson.Text(error, "contextId") ?? UntrustedText.Clean(correlationId),
        [.. ReadDetails(error).Take(MaxDetails)]);

    private static IEnumerable<GenesysErrorDetail> ReadDetails(JsonElement error) =>
        from item in LenientJson.Items(error, "details").Concat(LenientJson.Items(error, "errors"))
        let detail = new GenesysErrorDetail(
            LenientJson.TextOrNumber(item, "errorCode") ?? LenientJson.TextOrNumber(item, "code"), LenientJson.Text(item, "fieldName"), LenientJson.Text(item, "entityId"), LenientJson.Text(item, "entityName"))
        where detail != new GenesysErrorDetail(null, null, null, null)
        select detail;
}
