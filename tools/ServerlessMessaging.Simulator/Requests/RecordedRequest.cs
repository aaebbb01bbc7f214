using System.Text.Json.Serialization;

namespace ServerlessMessaging.Simulator.Requests;

/// <summary>A request as it arrived, without its secrets.</summary>
internal sealed class RecordedRequest(
    DateTimeOffset at,
    string method,
    string path,
    IReadOnlyDictionary<string, string> headers,
    string? body)
{
    private volatile int _status;

    public DateTimeOffset At { get; } = at;

    public string Method { get; } = method;

    public string Path { get; } = path;

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    /// <summary>Null says that the body was too large or never came to its end.</summary>
    public string? Body { get; } = body;

    /// <summary>Null says that no answer was given: not yet, or the connection was dropped.</summary>
    public int? Status => _status == 0 ? null : _status;

    [JsonIgnore]
    public bool IsDropped { get; set; }

    public void Answered(int status) => _status = IsDropped ? 0 : status;
}
