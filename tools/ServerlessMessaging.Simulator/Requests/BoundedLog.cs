namespace ServerlessMessaging.Simulator.Requests;

/// <summary>A log, oldest entry first; above its bounds the oldest entries are removed.</summary>
internal sealed class BoundedLog<T>(Func<T, int> characters)
{
    private const int MaxEntries = 100_000;

    /// <summary>Limits the memory that many large bodies use.</summary>
    private const long MaxCharacters = 512L * 1024 * 1024;

    private readonly Queue<T> _entries = new();
    private readonly Lock _lock = new();
    private long _characters;

    public void Add(T entry)
    {
        lock (_lock)
        {
            _entries.Enqueue(entry);
            _characters += characters(entry);
            while (_entries.Count > MaxEntries || _characters > MaxCharacters)
            {
                _characters -= characters(_entries.Dequeue());
            }
        }
    }

    public IReadOnlyList<T> Read(int latest = int.MaxValue)
    {
        lock (_lock)
        {
            return [.. _entries.Skip(_entries.Count - Math.Min(latest, _entries.Count))];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _characters = 0;
        }
    }
}
