namespace ServerlessMessaging.Simulator.Requests;

/// <summary>What happened, oldest first; beyond its bounds the oldest goes.</summary>
internal sealed class BoundedLog<T>(Func<T, int> characters)
{
    private const int MostEntries = 100_000;

    /// <summary>Keeps many large bodies from filling the memory long before their number would.</summary>
    private const long MostCharacters = 512L * 1024 * 1024;

    private readonly Queue<T> _entries = new();
    private readonly Lock _lock = new();
    private long _characters;

    public void Add(T entry)
    {
        lock (_lock)
        {
            _entries.Enqueue(entry);
            _characters += characters(entry);
            while (_entries.Count > MostEntries || _characters > MostCharacters)
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
