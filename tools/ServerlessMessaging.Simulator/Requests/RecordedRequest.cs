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

    /// <summary>Null when the body was too large or incomplete.</summary>
    public string? Body { get; } = body;

    /// <summary>Null before the response and when the connection was dropped.</summary>
    public int? Status => _status == 0 ? null : _status;

    [JsonIgnore]
    public bool IsDropped { get; set; }

    public void SetStatus(int status) => _status = IsDropped ? 0 : status;
}
