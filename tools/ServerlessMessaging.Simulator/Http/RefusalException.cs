namespace ServerlessMessaging.Simulator.Http;

/// <summary>A request that is refused; the area of the request decides the form of the error body.</summary>
internal sealed class RefusalException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Null for the area's default code of the status.</summary>
    public string? Code { get; init; }

    /// <summary>The member of the body that broke the rule, such as <c>content[0].title</c>.</summary>
    public string? FieldName { get; init; }

    /// <summary>The finer code that a vault adds.</summary>
    public string? InnerCode { get; init; }

    public static RefusalException BadRequest(string message, string? fieldName = null) =>
        new(StatusCodes.Status400BadRequest, message) { FieldName = fieldName };
}
