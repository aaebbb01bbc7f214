namespace ServerlessMessaging.Simulator.Requests;

/// <summary>The requests received, oldest first; beyond its bounds the oldest goes.</summary>
internal sealed class RequestLog
{
    private const int MostRequests = 100_000;

    /// <summary>Keeps many large bodies from filling the memory long before their number would.</summary>
    private const long MostCharacters = 512L * 1024 * 1024;

    private readonly Queue<RecordedRequest> _requests = new();
    private readonly Lock _lock = new();
    private long _characters;

    public void Add(RecordedRequest request)
    {
        lock (_lock)
        {
            _requests.Enqueue(request);
            _characters += Characters(request);
            while (_requests.Count > MostRequests || _characters > MostCharacters)
            {
                _characters -= Characters(_requests.Dequeue());
            }
        }
    }

    public IReadOnlyList<RecordedRequest> Read()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _characters = 0;
        }
    }

    private static long Characters(RecordedRequest request) => request.Body?.Length ?? 0;
}
